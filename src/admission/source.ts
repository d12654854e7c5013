import type { Network } from "../settings/network.ts";

/** How fast connections may come: one every `interval` milliseconds, and before that so many as fit into `slack`. */
export interface Pace {
  readonly interval: number;
  readonly slack: number;
}

/** Less than a microsecond is rounding. */
const GRAIN = 0.001;

/** The pace of `rate` a second with bursts of `burst`; any pace where one of them is 0. */
export function paceOf(rate: number, burst: number): Pace {
  if (rate === 0 || burst === 0) return { interval: 0, slack: Number.POSITIVE_INFINITY };
  return { interval: 1000 / rate, slack: (burst * 1000) / rate };
}

/** Where connections come from: one IPv4 address or one /64 of IPv6, and what is known of it. Times are milliseconds. */
export class Source {
  /** Its addresses. */
  readonly network: Network;
  /** Open connections. */
  connections = 0;
  /** Those of them whose Connect is not accepted yet. */
  pending = 0;
  /** When it may have all of a burst again: the state of a token bucket as one number. */
  #restedAt = Number.NEGATIVE_INFINITY;

  constructor(network: Network) {
    this.network = network;
  }

  /** Whether a connection may come now. */
  mayConnect(now: number, { interval, slack }: Pace): boolean {
    return this.#restedAt + interval <= now + slack + GRAIN;
  }

  /** A connection comes. */
  connects(now: number, { interval }: Pace): void {
    this.#restedAt = Math.max(this.#restedAt, now) + interval;
  }

  /** Whether it may have all of a burst: there is nothing left to know. */
  rested(now: number): boolean {
    return this.#restedAt <= now;
  }
}
