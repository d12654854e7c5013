import type { Flushable, Outgoing } from "./outgoing.ts";
import { Passage } from "./passage.ts";
import { Queue } from "./queue.ts";

/** What was put off, since it is much because of one client, and what is to be done when all of that is written. */
export class Late {
  readonly #queue = new Queue<Flushable & { readonly isLate?: boolean }>();
  readonly #passage = new Passage();
  /** How many bytes wait in it. */
  waiting = 0;

  /** How many are in it. */
  get length(): number {
    return this.#queue.length;
  }

  /** Whether who has waited may go on, though too much waits still. */
  passes(): boolean {
    return this.#passage.passes(this.#queue);
  }

  add(work: Flushable): void {
    this.#queue.push(work);
  }

  /** Puts off what somebody is sent, to which so many bytes were added. */
  putOff(item: Outgoing, added: number): void {
    item.counted += added;
    this.waiting += added;
    this.#passage.putOff += added;
    if (item.isLate) return;
    item.isLate = true;
    this.#queue.push(item);
  }

  /** What somebody was to be sent is written, or need not be. */
  uncount(item: Outgoing): void {
    this.waiting -= item.counted;
    item.counted = 0;
  }

  /** Does what is first, or some of it; there must be something. */
  doFirst(flush: (item: Flushable) => void): void {
    const first = this.#queue.first as Flushable & { readonly isLate?: boolean };
    flush(first);
    if (!first.isLate) this.#queue.shift();
  }
}
