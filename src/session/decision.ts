import type { Ruling } from "../hooks/owner.ts";

/** A verdict that is out: since when (milliseconds), and what ends the wait for it. */
export interface Decision {
  readonly ruling: Promise<Ruling>;
  readonly since: number;
  readonly settle: (ruling: Ruling) => void;
}
