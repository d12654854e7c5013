/** Rounding must make nobody wait: a nanosecond, in milliseconds. */
const TOLERANCE = 1e-6;

/**
 * A token bucket for each client, at the price of a number: the moment at which the client's bucket is full again. The
 * numbers are the clients'; this is what all buckets of a kind have in common. Times are milliseconds of any clock.
 */
export class Bucket {
  readonly #burst: number;
  /** How long one token takes to come. */
  readonly #interval: number;
  /** How long an empty bucket takes to be full. */
  readonly #span: number;

  /** A bucket of `burst` tokens, to which `rate` a second come. */
  constructor(rate: number, burst: number) {
    this.#burst = burst;
    this.#interval = 1000 / rate;
    this.#span = burst * this.#interval;
  }

  /**
   * When `cost` tokens are there, of a bucket that is `full` again then: a moment that has come lets them be taken. Who
   * takes more than the bucket holds must wait until it is full, and leaves a debt.
   */
  readyAt(full: number, cost: number): number {
    return full + Math.min(cost, this.#burst) * this.#interval - this.#span - TOLERANCE;
  }

  /** When the bucket is full again, of which `cost` tokens are taken `now`. */
  take(full: number, cost: number, now: number): number {
    return Math.max(full, now) + cost * this.#interval;
  }
}
