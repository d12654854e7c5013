import type { Queue } from "./queue.ts";

/** Each time so many bytes may be put off because of those who pass. */
const EACH_TIME = 1 << 20;

/**
 * Lets those who have waited for what was put off before them go on though too much waits still: a few, and again a few
 * when all that was put off until then is done. Otherwise those who cause much at once, and need not wait, would keep
 * them waiting for ever; and all of them at once would be too much.
 */
export class Passage {
  /** How many bytes were put off so far. */
  putOff = 0;
  /** It opens when more than so many were taken out of the queue, and until so many bytes were put off. */
  #opensAt = -1;
  #closesAt = 0;

  /** Whether one may pass now. */
  passes(late: Queue<unknown>): boolean {
    if (late.taken <= this.#opensAt) return this.putOff < this.#closesAt;
    this.#opensAt = late.taken + late.length;
    this.#closesAt = this.putOff + EACH_TIME;
    return true;
  }
}
