import { type Address, isIPv4, type Network, networkOf, parseAddress } from "../settings/network.ts";
import { NetworkMap } from "./network-map.ts";

/** Where somebody connects from. */
export interface Place {
  readonly address: Address;
  /** The network that counts as one: see {@link Places}. */
  readonly network: Network;
}

/** The network of all who are exempt: nobody's address begins so. */
export const EXEMPT = "exempt" as Network;

/** How many bits are of one and the same: of IPv6 the /64, which one line has however it is used. */
const IPV4_LENGTH = 32;
const IPV6_LENGTH = 64;

/** What cannot be read as an address is taken for one and the same. */
const UNKNOWN = "::";

/** Places that were asked for are known from then on, up to so many. */
const MOST_KNOWN = 4096;

/** Where an address is, given as text: most addresses come again and again, and are read once. */
export class Places {
  readonly #exempt = new NetworkMap<true>();
  readonly #known = new Map<string, Place>();

  constructor(exempt: readonly Network[]) {
    for (const network of exempt) this.#exempt.set(network, true);
  }

  of(text: string): Place {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    const address = parseAddress(text) ?? (parseAddress(UNKNOWN) as Address);
    const place = { address, network: this.#networkOf(address) };
    this.#known.set(text, place);
    return place;
  }

  #networkOf(address: Address): Network {
    if (this.#exempt.find(address)) return EXEMPT;
    return networkOf(address, isIPv4(address) ? IPV4_LENGTH : IPV6_LENGTH);
  }
}
