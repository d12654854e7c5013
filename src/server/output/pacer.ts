/**
 * The most that output waits for more to come, in milliseconds, where that depends on the load. With the time that it
 * takes to write what is collected for rooms that fill a core, half of it arrives within 3 ms still.
 */
const MOST = 3.5;

/** Output waits a millisecond for each so many deliveries that there are in one: so little load is no reason to wait. */
const DELIVERIES_A_MILLISECOND = 16;

/** A write of so many messages costs little for each of them: waiting would save nothing. */
const MANY_A_WRITE = 6;

/** How long is looked, in milliseconds, before it is judged what waiting would bring, or brings. */
const LOOK = 16;

/** After so long a while of waiting it is looked again how it would be without. */
const WHILE = 2048;

/** Where clients say less when they are answered later, by this part, waiting costs more than it brings. */
const TOO_FEW = 0.75;

/** So long at most it is not tried again then: milliseconds. */
const LONGEST_REST = 1024;

/**
 * How long output is collected before it is written (`tcp.flushInterval`): a number of milliseconds between two flushes,
 * or as the load is. Many rooms that talk at their own pace cost half as much when each peer is written to every 3.5 ms
 * and not at each message. But clients who wait for an answer before they go on would only be kept waiting: so it is
 * tried for a moment, and given up, for longer each time, where fewer deliveries come of it.
 */
export class Pacer {
  /** Messages that were delivered, each counted for every recipient, and the writes that this took or will take. */
  deliveries = 0;
  writes = 0;
  readonly #interval: number | "auto";
  /** How long there must be between two flushes now. */
  #gap: number;
  #flushedAt = Number.NEGATIVE_INFINITY;
  /** Since when what is counted was counted, */
  #since = 0;
  /** and what there was a millisecond while nothing waited. */
  #rate = 0;
  /** Until when it stays as it is, and how long it was left so the last time that waiting brought nothing. */
  #until = 0;
  #rest = LOOK;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(interval: number | "auto") {
    this.#interval = interval;
    this.#gap = interval === "auto" ? 0 : interval;
  }

  /** Whether output may be collected beyond the turn of the loop in which it came up. */
  get waits(): boolean {
    return this.#gap > 0;
  }

  /** How long what was collected has to wait still, in milliseconds. */
  wait(now: number): number {
    return Math.max(0, this.#flushedAt + this.#gap - now);
  }

  /** Does `work`, which asks again, in so many milliseconds; if that is to come already, then. */
  after(wait: number, work: () => void): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      work();
    }, wait);
  }

  /** Wakes nobody any more. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  /** What was collected is about to be written. */
  flushes(now: number): void {
    this.#flushedAt = now;
    const span = now - this.#since;
    if (this.#interval !== "auto" || span < LOOK) return;
    // Nothing was collected in a long silence: that says nothing of how it is now.
    if (span < 2 * LOOK) this.#judge(this.deliveries / span, now);
    else this.#gap = 0;
    this.deliveries = 0;
    this.writes = 0;
    this.#since = now;
  }

  #judge(rate: number, now: number): void {
    if (this.#gap > 0 && rate < this.#rate * TOO_FEW) {
      this.#rest = Math.min(LONGEST_REST, this.#rest * 2);
      this.#until = now + this.#rest;
      this.#gap = 0;
    } else if (now >= this.#until) {
      if (this.#gap > 0) this.#goOnWithout();
      else this.#begin(rate, now);
    }
  }

  /** Waiting has brought what it was to: it is looked again, and a moment that goes wrong later is soon made up for. */
  #goOnWithout(): void {
    this.#gap = 0;
    this.#rest = LOOK;
  }

  /** Nothing waited so far: from now on something may. */
  #begin(rate: number, now: number): void {
    this.#rate = rate;
    if (this.deliveries >= this.writes * MANY_A_WRITE) return;
    this.#gap = Math.min(MOST, Math.floor(rate / DELIVERIES_A_MILLISECOND));
    if (this.#gap > 0) this.#until = now + WHILE;
  }
}
