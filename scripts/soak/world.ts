import type { Dice } from "../../test/support/dice.ts";
import { Histogram } from "../tool/numbers.ts";
import type { Wire } from "../tool/wire.ts";

/** Where a soak takes place, and what everybody in it knows. */
export interface World {
  readonly port: number;
  readonly dice: Dice;
  readonly judge: Judge;
  /** The names of the channels in which the well-behaved are. */
  readonly rooms: readonly string[];
  /** The ids of the well-behaved, whom datagrams are forged of. */
  readonly ids: () => readonly number[];
  /** The connections of those who do not behave; they are hung up on at the end. */
  readonly visitors: Set<Wire>;
}

/** Keeps what must not be, and counts what was. */
export class Judge {
  /** What must not be; the first of it ends the soak. */
  readonly violations: string[] = [];
  sent = 0;
  delivered = 0;
  privately = 0;
  blasted = 0;
  blastsDelivered = 0;
  accounts = 0;
  /** How long deliveries took. */
  readonly latencies = new Histogram();
  /** The last number that one who left a channel had said in it, by channel and id. */
  readonly departures = new Map<number, number>();

  readonly #present = new Map<number, string>();

  /** Somebody was given an id, which nobody else may have. */
  arrives(id: number, who: string): void {
    const other = this.#present.get(id);
    if (other !== undefined) this.violated(`${who} and ${other} both have the id ${id}`);
    this.#present.set(id, who);
  }

  goes(id: number): void {
    this.#present.delete(id);
  }

  violated(what: string): void {
    if (this.violations.length < 20) this.violations.push(what);
  }
}

/** One number for a channel and a client in it. */
export const keyOf = (channel: number, client: number): number => channel * 65_536 + client;
