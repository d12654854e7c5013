/** How long to wait before another try to connect, in milliseconds. */
export interface BackoffOptions {
  /** Before the first of them: 500. */
  readonly first?: number;
  /** It doubles each time, up to this: 30,000. */
  readonly most?: number;
}

/** After a connection that lasted so long the next delay is the first again. */
const STEADY = 10_000;

/** Who was told to go comes back no sooner. */
const AFTER_DENIAL = 5000;

/** Delays that grow, with a bound, and differ from client to client, so that not all come back in one moment. */
export class Backoff {
  readonly #first: number;
  readonly #most: number;
  readonly #random: () => number;
  #next: number;

  /** `random` gives numbers from 0 to 1, as Math.random does. */
  constructor({ first = 500, most = 30_000 }: BackoffOptions, random: () => number = Math.random) {
    this.#first = first;
    this.#most = Math.max(first, most);
    this.#random = random;
    this.#next = first;
  }

  /** The next delay, between 0.8 and 1.2 of what it is in the middle. */
  delay(denied: boolean): number {
    const least = denied ? Math.min(AFTER_DENIAL, this.#most) : 0;
    const middle = Math.max(this.#next, least);
    this.#next = Math.min(middle * 2, this.#most);
    return Math.round(middle * (0.8 + 0.4 * this.#random()));
  }

  /** A connection has ended that lasted so many milliseconds. */
  lasted(milliseconds: number): void {
    if (milliseconds >= STEADY) this.#next = this.#first;
  }
}
