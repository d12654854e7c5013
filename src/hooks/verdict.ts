import { Denial } from "../relay/denial.ts";

/** Now, or after a while. */
export type Eventually<T> = T | Promise<T>;

/** An answer that accepts a name, but another one than was asked for. */
export class Rename {
  /** Tells it from other things that have a name, such as a client. */
  readonly verdict: "rename" = "rename";
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A hook's answer: nothing or `true` accepts, `false` refuses with the standard reason, `deny(reason)` with one's own. */
// biome-ignore lint/suspicious/noConfusingVoidType: a hook that returns nothing accepts, and its type says void
export type Verdict = void | undefined | boolean | Denial;

/** As {@link Verdict}, where a name was asked for: `rename(name)` accepts with another name. */
export type NameVerdict = Verdict | Rename;

/** Refuses. The client is told the reason; an empty one stands for the standard reason. */
export function deny(reason = ""): Denial {
  return new Denial(reason);
}

/** Accepts, with another name. The server's own rules are asked again about it, and may deny. */
export function rename(name: string): Rename {
  return new Rename(name);
}
