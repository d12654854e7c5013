import type { Network } from "../settings/network.ts";

/**
 * What was put in lately, by network: kept for at least `span` and for at most twice that, unless there is too much.
 * There are two generations, and the older one is forgotten whole, so nothing is ever looked through.
 */
export class Recent<V> {
  readonly #span: number;
  readonly #most: number;
  #young = new Map<Network, V>();
  #old = new Map<Network, V>();
  #turnsAt = Number.NEGATIVE_INFINITY;

  /** `span` in milliseconds; a generation has no more than `most`: under a flood they are forgotten sooner. */
  constructor(span: number, most: number) {
    this.#span = span;
    this.#most = most;
  }

  /** How many are kept. */
  get size(): number {
    return this.#young.size + this.#old.size;
  }

  get(network: Network): V | undefined {
    return this.#young.get(network) ?? this.#old.get(network);
  }

  /** Keeps a value for the span from `now` on. */
  set(network: Network, value: V, now: number): void {
    this.forget(now);
    if (this.#young.size >= this.#most) this.#turn(now);
    this.#young.set(network, value);
  }

  delete(network: Network): void {
    this.#young.delete(network);
    this.#old.delete(network);
  }

  /** Forgets what has been kept for long enough. */
  forget(now: number): void {
    const late = now - this.#turnsAt;
    if (late < 0) return;
    if (late >= this.#span) this.#young.clear();
    this.#turn(late < this.#span ? this.#turnsAt : now);
  }

  #turn(since: number): void {
    this.#old = this.#young;
    this.#young = new Map();
    this.#turnsAt = since + this.#span;
  }
}
