import type { Network } from "../settings/network.ts";
import { Recent } from "./recent.ts";
import { type Pace, Source } from "./source.ts";

/** Of those who are gone and not rested yet, so many are remembered at least: under a flood no more than twice that. */
const MOST_RESTING = 16_384;

/**
 * The sources that connections are open from, and those that had some lately and must not be forgotten yet. Nobody else
 * takes any memory.
 */
export class Sources {
  readonly #present = new Map<Network, Source>();
  readonly #resting: Recent<Source>;

  constructor({ slack }: Pace) {
    this.#resting = new Recent(Number.isFinite(slack) ? slack : 0, MOST_RESTING);
  }

  /** How many are kept. */
  get size(): number {
    return this.#present.size + this.#resting.size;
  }

  /** The source that a network is, which is not kept for having been asked for. */
  of(network: Network): Source {
    return this.#present.get(network) ?? this.#resting.get(network) ?? new Source(network);
  }

  /** A source has its first connection: it is kept. */
  arrives(source: Source): void {
    this.#resting.delete(source.network);
    this.#present.set(source.network, source);
  }

  /** A source has no connection any more: it is kept until it is rested. */
  leaves(source: Source, now: number): void {
    this.#present.delete(source.network);
    if (!source.rested(now)) this.#resting.set(source.network, source, now);
  }

  /** Forgets those who have been gone for long enough. */
  forget(now: number): void {
    this.#resting.forget(now);
  }
}
