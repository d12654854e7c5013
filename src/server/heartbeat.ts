/** Something with deadlines to look after. */
export interface Beating {
  beat(now: number): void;
}

/** A list of them that can be gone through in parts. */
export interface Parts<T> {
  /** Part `index` of `count`: all parts together are the whole list. */
  part(index: number, count: number): Iterable<T>;
}

/** What a heartbeat is made with. */
export interface Beats {
  readonly beating: Parts<Beating>;
  /** How often each one is looked after, in milliseconds. */
  readonly interval: number;
  readonly clock: () => number;
  round(): void;
}

/** How often each one is looked after, in milliseconds: at most and at least. */
const SLOWEST = 500;
const FASTEST = 20;

/** The timer's own pace, in milliseconds, where that is not more than each one's. */
const TICK = 50;

/** A beat often enough for the shortest of these spans (milliseconds; those of 0 are off). */
export function beatInterval(spans: readonly number[]): number {
  const shortest = Math.min(...spans.filter((span) => span > 0), Number.MAX_SAFE_INTEGER);
  return Math.max(FASTEST, Math.min(SLOWEST, Math.floor(shortest / 4)));
}

/**
 * The one interval for pings, latency, deadlines and UDP keep-alives: no timer per client. Each tick looks after a
 * part of the clients, so that ten thousand who are due for a ping neither come all at once nor need room at once.
 */
export class Heartbeat {
  readonly #timer: ReturnType<typeof setInterval>;

  /** `round` is called each time when all of them were looked after. */
  constructor({ beating, interval, clock, round }: Beats) {
    const count = Math.max(1, Math.floor(interval / TICK));
    let index = 0;
    this.#timer = setInterval(() => {
      const now = clock();
      for (const each of beating.part(index, count)) each.beat(now);
      index = (index + 1) % count;
      if (index === 0) round();
    }, interval / count);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
