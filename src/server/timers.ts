import type { Eventually } from "../hooks/verdict.ts";
import { type Duration, span } from "../settings/units.ts";

/** What a timer does; what it throws or rejects with is logged, and ends nothing. */
export type Work = () => Eventually<void>;

/** Timers that end together. */
export class Timers {
  readonly #timers = new Set<Timer>();
  readonly #failed: (error: unknown) => void;
  #ended = false;

  constructor(failed: (error: unknown) => void) {
    this.#failed = failed;
  }

  /** Does `work` once; gives what cancels it. */
  after(delay: Duration, work: Work): () => void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#run(work);
    }, span(delay));
    return this.#keep(timer);
  }

  /** Does `work` again and again; gives what cancels it. */
  every(interval: Duration, work: Work): () => void {
    const ms = span(interval);
    if (ms === 0) throw new RangeError("a timer cannot be due all the time: allowed is 1ms and more");
    return this.#keep(setInterval(() => this.#run(work), ms));
  }

  /** Cancels them all, and each one that is set from now on. */
  end(): void {
    this.#ended = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #keep(timer: Timer): () => void {
    if (this.#ended) clearTimeout(timer);
    else this.#timers.add(timer);
    return () => {
      clearTimeout(timer);
      this.#timers.delete(timer);
    };
  }

  async #run(work: Work): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#failed(error);
    }
  }
}
