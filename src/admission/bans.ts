import { type Address, type Network, networkText, parseAddress, parseNetwork } from "../settings/network.ts";
import { NetworkMap } from "./network-map.ts";

/** Who may not connect. */
export interface Ban {
  /** An address or a network: `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/64`. */
  readonly address: string;
  /** Why, for the owner's eyes: those who are banned are told nothing. */
  readonly reason: string;
  /** When it ends; undefined: never. */
  readonly until: Date | undefined;
}

/** A ban as it is given. */
export interface BanInput {
  readonly address: string;
  /** By default none. */
  readonly reason?: string | undefined;
  /** By default it never ends. */
  readonly until?: Date | undefined;
}

/** The bans of a server that hold, in no order. They keep out those who come; who is in already stays. */
export interface BanList extends Iterable<Ban> {
  /**
   * Bans an address or a network, in place of an earlier ban of exactly the same. Throws a RangeError where `address`
   * is neither, or `until` is no moment before the year 10000.
   */
  add(ban: BanInput): Ban;
  /** Lifts the ban of exactly this address or network. Returns whether there was one. */
  lift(address: string): boolean;
  /** The ban that keeps an address out, if one does: that of the narrowest network. */
  of(address: string): Ban | undefined;
}

/** The last moment that a TOML file can name. */
const LAST = Date.parse("9999-12-31T23:59:59.999Z");

/** A ban that is kept. */
interface Kept {
  readonly ban: Ban;
  readonly network: Network;
  /** In milliseconds since 1970. */
  readonly endsAt: number;
}

/** Bans by address and network: however many there are, looking one up costs the same. */
export class Bans implements BanList {
  readonly #bans = new NetworkMap<Kept>();
  readonly #wall: () => number;
  /** Called after every change. */
  onChange = (): void => {};

  /** `wall` is the time of day, in milliseconds since 1970: the ends of bans are compared with it. */
  constructor(wall: () => number) {
    this.#wall = wall;
  }

  /** How many are kept, those that have ended since they were last looked through among them. */
  get size(): number {
    return this.#bans.size;
  }

  add({ address, reason = "", until }: BanInput): Ban {
    const network = parseNetwork(address);
    if (network === undefined)
      throw new RangeError(`${JSON.stringify(address)} is no address and no network`);
    if (until !== undefined && !(until.getTime() <= LAST))
      throw new RangeError(`${until} is no end of a ban`);
    const ban = { address: networkText(network), reason, until };
    this.#bans.set(network, { ban, network, endsAt: until?.getTime() ?? Number.POSITIVE_INFINITY });
    this.onChange();
    return ban;
  }

  lift(address: string): boolean {
    const network = parseNetwork(address);
    if (network === undefined || !this.#bans.delete(network)) return false;
    this.onChange();
    return true;
  }

  of(address: string): Ban | undefined {
    const bits = parseAddress(address);
    return bits && this.find(bits);
  }

  find(address: Address): Ban | undefined {
    return this.#bans.find(address, this.#holds)?.ban;
  }

  *[Symbol.iterator](): Generator<Ban> {
    for (const kept of this.#bans) if (this.#holds(kept)) yield kept.ban;
  }

  /** Lets go of those that have ended. */
  forgetEnded(): void {
    for (const kept of this.#bans) if (!this.#holds(kept)) this.#bans.delete(kept.network);
  }

  readonly #holds = ({ endsAt }: Kept): boolean => endsAt > this.#wall();
}
