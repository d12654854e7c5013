import { type Address, bitsOf, type Network, networkOf } from "../settings/network.ts";
import { NetworkMap } from "./network-map.ts";
import { Recent } from "./recent.ts";
import { type Pace, Source } from "./source.ts";

/** Of those who are gone and not rested yet, so many are remembered at least: under a flood no more than twice that. */
const MOST_RESTING = 16_384;

/** How much of an address is its source's: all of IPv4, of IPv6 the /64, which one line has however it is used. */
const IPV4_LENGTH = 32;
const IPV6_LENGTH = 64;

/** The group of the exempt, which no address has. */
const EXEMPT = -1n;

function groupOf(address: Address): bigint {
  return address >> 64n;
}

/** The addresses of a source. */
export function networkOfSource({ group }: Source): Network {
  const address = group << 64n;
  return networkOf(address, bitsOf(address) === IPV4_LENGTH ? IPV4_LENGTH : IPV6_LENGTH);
}

/**
 * The sources that connections are open from, and those that had some lately and must not be forgotten yet. Nobody else
 * takes any memory.
 */
export class Sources {
  readonly #exempt = new NetworkMap<Source>();
  readonly #present = new Map<bigint, Source>();
  readonly #resting: Recent<Source>;

  /** Those in the networks of `exempt` are one source together, which is always there. */
  constructor({ slack }: Pace, exempt: readonly Network[]) {
    this.#resting = new Recent(Number.isFinite(slack) ? slack : 0, MOST_RESTING);
    const source = new Source(EXEMPT);
    for (const network of exempt) this.#exempt.set(network, source);
  }

  /** How many are kept. */
  get size(): number {
    return this.#present.size + this.#resting.size;
  }

  /** The source of an address, which is not kept for having been asked for. */
  of(address: Address): Source {
    const exempt = this.#exempt.find(address);
    if (exempt !== undefined) return exempt;
    const group = groupOf(address);
    return this.#present.get(group) ?? this.#resting.get(group) ?? new Source(group);
  }

  isExempt({ group }: Source): boolean {
    return group === EXEMPT;
  }

  /** A source has its first connection: it is kept. */
  arrives(source: Source): void {
    if (this.isExempt(source)) return;
    this.#resting.delete(source.group);
    this.#present.set(source.group, source);
  }

  /** A source has no connection any more: it is kept until it is rested. */
  leaves(source: Source, now: number): void {
    if (this.isExempt(source)) return;
    this.#present.delete(source.group);
    if (!source.rested(now)) this.#resting.set(source.group, source, now);
  }

  /** Forgets those who have been gone for long enough. */
  forget(now: number): void {
    this.#resting.forget(now);
  }
}
