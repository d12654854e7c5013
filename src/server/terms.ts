import { checkedHooks, HooksError } from "../hooks/check.ts";
import type { Hooks } from "../hooks/hooks.ts";
import type { Owner, Whereabouts } from "../hooks/owner.ts";
import type { Eventually } from "../hooks/verdict.ts";
import { Timers } from "./timers.ts";

/** Some hooks and the timers that they set: both end when other hooks take over, or the server has stopped. */
interface Term {
  readonly hooks: Hooks;
  readonly timers: Timers;
}

/** Makes the hooks, which may set the timers. */
export type MakeHooks = (timers: Timers) => Eventually<unknown>;

/** Whose hooks rule: one after the other, each with the timers that it sets. */
export class Terms {
  readonly #owner: Owner;
  /** How long hooks may take to be made, in milliseconds; 0: as long as they like. */
  readonly #hookTimeout: number;
  #term: Term;
  /** All timers of hooks and of the program that the server is part of. */
  readonly #timers = new Set<Timers>();
  #isOver = false;

  constructor(owner: Owner, hookTimeout: number) {
    this.#owner = owner;
    this.#hookTimeout = hookTimeout;
    this.#term = { hooks: owner.hooks, timers: this.newTimers() };
  }

  /** Timers that end when all terms do, at the latest. */
  newTimers(): Timers {
    const timers = new Timers((error) => this.#owner.caught("a timer", error));
    this.#timers.add(timers);
    return timers;
  }

  /**
   * Has hooks made, which may take `limits.hookTimeout`, and puts them in the place of the ones before, between two
   * messages. Rejects where they cannot be made or are no hooks: then those before stay.
   */
  async replace(make: MakeHooks, whereabouts?: Whereabouts): Promise<void> {
    const timers = this.newTimers();
    try {
      const hooks = await this.#checked(await this.#inTime(make(timers)));
      if (this.#isOver) {
        await this.#owner.dispose(hooks);
        throw new HooksError("the server has stopped");
      }
      const former = this.#term;
      this.#term = { hooks, timers };
      this.#owner.follow(hooks, whereabouts);
      this.#endTimers(former.timers);
      await this.#dispose(former.hooks, this.#hookTimeout || Number.POSITIVE_INFINITY);
    } catch (error) {
      this.#endTimers(timers);
      throw error;
    }
  }

  /** Ends all timers; no other hooks take over any more. */
  end(): void {
    this.#isOver = true;
    for (const timers of this.#timers) timers.end();
  }

  /** Has the last hooks let go of what they have, for so many milliseconds at most. */
  async dispose(within: number): Promise<void> {
    await this.#dispose(this.#term.hooks, within);
  }

  #endTimers(timers: Timers): void {
    timers.end();
    this.#timers.delete(timers);
  }

  /** Hooks that are none must let go of what they have all the same. */
  async #checked(made: unknown): Promise<Hooks> {
    try {
      return checkedHooks(made);
    } catch (error) {
      await this.#owner.dispose(made);
      throw error;
    }
  }

  /** Waits for hooks to let go of what they have, for so many milliseconds at most. */
  async #dispose(hooks: Hooks, within: number): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const disposed = this.#owner.dispose(hooks);
    if (within === Number.POSITIVE_INFINITY) return await disposed;
    const timer = setTimeout(() => {
      this.#owner.caught(
        "dispose",
        new Error(`it is not done after ${within / 1000} s, and nobody waits for it`),
      );
      resolve();
    }, within);
    await Promise.race([disposed, late]);
    clearTimeout(timer);
  }

  /** What takes longer than a hook may take counts as failed; what comes after all is let go of. */
  async #inTime(made: Eventually<unknown>): Promise<unknown> {
    const hookTimeout = this.#hookTimeout;
    if (!(made instanceof Promise) || hookTimeout === 0) return await made;
    const { promise, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      reject(new HooksError(`they were not made within ${hookTimeout / 1000} s (limits.hookTimeout)`));
      made.then((hooks) => this.#owner.dispose(hooks)).catch(() => {});
    }, hookTimeout);
    return await Promise.race([made, promise]).finally(() => clearTimeout(timer));
  }
}
