/** Something with deadlines to look after. */
export interface Beating {
  beat(now: number): void;
}

/** How often deadlines are looked after, in milliseconds: at most and at least. */
const SLOWEST = 500;
const FASTEST = 20;

/** A beat often enough for the shortest of these spans (milliseconds; those of 0 are off). */
export function beatInterval(spans: readonly number[]): number {
  const shortest = Math.min(...spans.filter((span) => span > 0), Number.MAX_SAFE_INTEGER);
  return Math.max(FASTEST, Math.min(SLOWEST, Math.floor(shortest / 4)));
}

/** The one interval for pings, latency, deadlines and UDP keep-alives: no timer per client. */
export class Heartbeat {
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(beating: Iterable<Beating>, interval: number, clock: () => number) {
    this.#timer = setInterval(() => {
      const now = clock();
      for (const each of beating) each.beat(now);
    }, interval);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
