/** How long each part of it is, in microseconds. */
const PART = 100_000;

/** What happened in one part of a load. */
export interface Moment {
  /** Seconds since the load began. */
  readonly at: number;
  /** Deliveries, or answers, a second. */
  readonly rate: number;
}

/** How much came in each tenth of a second. */
export class Timeline {
  readonly moments: Moment[] = [];
  readonly #begun: number;
  #from: number;
  #count = 0;

  constructor(begun: number) {
    this.#begun = begun;
    this.#from = begun;
  }

  /** Notes that so many have come in all until now. */
  note(now: number, count: number): void {
    const passed = now - this.#from;
    if (passed < PART) return;
    this.moments.push({ at: (now - this.#begun) / 1e6, rate: ((count - this.#count) / passed) * 1e6 });
    this.#from = now;
    this.#count = count;
  }
}
