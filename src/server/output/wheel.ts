/** Those who wait are woken in steps of so many milliseconds. */
const STEP = 10;

/** So many steps ahead have a place; who waits for longer is put off until then and looked at again. */
const STEPS = 128;

interface Waiting {
  readonly at: number;
  readonly work: () => void;
}

/** Wakes those who wait for a moment: one timer for all of them, and none while nobody waits. */
export class Wheel {
  readonly #clock: () => number;
  readonly #steps: Waiting[][] = Array.from({ length: STEPS }, () => []);
  /** The step that was done last. */
  #step = 0;
  #count = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `clock` gives milliseconds and never goes back. */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Does `work`, which must not throw, after so many milliseconds and at most a step more. */
  after(delay: number, work: () => void): void {
    const now = this.#clock();
    if (this.#timer === undefined) {
      this.#step = Math.floor(now / STEP);
      this.#timer = setInterval(() => this.turn(), STEP);
    }
    this.#count++;
    this.#put({ at: now + delay, work });
  }

  /** Wakes nobody any more. */
  stop(): void {
    clearInterval(this.#timer);
    for (const step of this.#steps) step.length = 0;
    this.#count = 0;
  }

  #put(waiting: Waiting): void {
    const step = Math.ceil(waiting.at / STEP);
    const place = Math.min(Math.max(step, this.#step + 1), this.#step + STEPS - 1);
    this.#steps[place % STEPS]?.push(waiting);
  }

  /** Wakes those whose time has come. */
  turn(): void {
    for (const last = Math.floor(this.#clock() / STEP); this.#step < last; ) this.#do(++this.#step);
    if (this.#count > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #do(step: number): void {
    const due = this.#steps[step % STEPS] as Waiting[];
    this.#steps[step % STEPS] = [];
    for (const waiting of due) {
      if (waiting.at > step * STEP) {
        this.#put(waiting);
      } else {
        this.#count--;
        waiting.work();
      }
    }
  }
}
