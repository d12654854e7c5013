import type { Network } from "../settings/network.ts";
import { Recent } from "./recent.ts";

/** So many sources with strikes are remembered at least; under a flood no more than twice that. */
const MOST_STRUCK = 16_384;

/** Strikes of one source, and when the first one was. */
interface Struck {
  count: number;
  readonly since: number;
}

/** Counts who broke the protocol, by the network that is one source. */
export class Strikes {
  readonly #most: number;
  readonly #span: number;
  readonly #struck: Recent<Struck>;

  /** Out is who has `most` strikes within `span` milliseconds of the first; 0 of them: nobody; a span of 0: for ever. */
  constructor(most: number, span: number) {
    this.#most = most;
    this.#span = span || Number.POSITIVE_INFINITY;
    this.#struck = new Recent(this.#span, MOST_STRUCK);
  }

  /** One more. Returns whether it is out, and then it begins anew. */
  strike(network: Network, now: number): boolean {
    if (this.#most === 0) return false;
    const last = this.#struck.get(network);
    const struck = last !== undefined && now - last.since < this.#span ? last : { count: 0, since: now };
    const isOut = ++struck.count >= this.#most;
    if (isOut) this.#struck.delete(network);
    else this.#struck.set(network, struck, now);
    return isOut;
  }
}
