/** So long at most the process sleeps at a time, in milliseconds. */
const LONGEST = 4;

/** The system wakes it so much later than it was asked to. */
const LATE = 0.2;

/** After a datagram it stays awake for so long, in milliseconds: blasts are what must not come late. */
const AWAKE = 1000;

/**
 * Lets the whole process sleep while what clients are sent is collected (`tcp.flushInterval`). What comes meanwhile is
 * read in one go then: polling for each message by itself was a third of the processor time of eight rooms.
 */
export class Nap {
  readonly #never = new Int32Array(new SharedArrayBuffer(4));
  #awakeUntil = Number.NEGATIVE_INFINITY;

  /** Something came that is not to be kept waiting, and more of it is likely to. */
  disturb(now: number): void {
    this.#awakeUntil = now + AWAKE;
  }

  /** Sleeps for so many milliseconds, less what it is woken late; false where the process has to stay awake. */
  take(wait: number, now: number): boolean {
    if (now < this.#awakeUntil || wait > LONGEST) return false;
    if (!this.isOver(wait)) Atomics.wait(this.#never, 0, 0, wait - LATE);
    return true;
  }

  /** Whether it is not worth while to sleep for so many milliseconds. */
  isOver(wait: number): boolean {
    return wait <= LATE;
  }
}
