import type { Nap } from "./nap.ts";
import type { Flushable, Outgoing } from "./outgoing.ts";
import type { Pacer } from "./pacer.ts";

/** What a collection is made with. */
export interface CollectedParts {
  /** Milliseconds since any fixed moment; never goes back. */
  readonly clock: () => number;
  /** Says how long output is collected. */
  readonly pacer: Pacer;
  /** Lets the process sleep meanwhile; without it timers do. */
  readonly nap?: Nap | undefined;
}

/** What is flushed at the end of a turn of the loop, or of a later one where the pacer has it wait for more. */
export class Collected {
  readonly #clock: () => number;
  readonly #pacer: Pacer;
  readonly #nap: Nap | undefined;
  readonly #kept: Outgoing[] = [];
  /** What came of whoever has begun last: a crowd's is put off. */
  readonly #fresh: Outgoing[] = [];

  constructor({ clock, pacer, nap }: CollectedParts) {
    this.#clock = clock;
    this.#pacer = pacer;
    this.#nap = nap;
  }

  add(item: Outgoing): void {
    item.inTurn = true;
    this.#fresh.push(item);
  }

  /** What came of the last one is no crowd's. */
  keep(): void {
    for (const item of this.#fresh) this.#kept.push(item);
    this.#fresh.length = 0;
  }

  /** What came of the last one is not flushed here after all. */
  dropFresh(putOff: (item: Outgoing) => void): void {
    for (const item of this.#fresh) {
      item.inTurn = false;
      putOff(item);
    }
    this.#fresh.length = 0;
  }

  /** Flushes everything, unless it has to wait for more. */
  flushInTime(flush: (item: Flushable) => void): void {
    this.keep();
    if (this.#kept.length === 0) return;
    const now = this.#clock();
    const wait = this.#pacer.wait(now);
    if (wait > 0 && !this.#nap?.isOver(wait)) return;
    this.#pacer.flushes(now);
    this.flush(flush);
  }

  flush(flush: (item: Flushable) => void): void {
    this.keep();
    for (let i = 0; i < this.#kept.length; i++) {
      flush(this.#kept[i] as Flushable);
      this.keep();
    }
    this.#kept.length = 0;
  }

  /** Does `work`, which asks again, when what has to wait for more may be flushed. */
  rest(work: () => void): void {
    if (this.#kept.length === 0) return;
    const now = this.#clock();
    const wait = this.#pacer.wait(now);
    if (this.#nap?.take(wait, now)) work();
    else this.#pacer.after(wait, work);
  }
}
