import { networkText } from "../settings/network.ts";
import type { Settings } from "../settings/schema.ts";
import { Arrivals } from "./arrivals.ts";
import type { Ban, Bans } from "./bans.ts";
import { EXEMPT, Places } from "./places.ts";
import { type Pace, paceOf, type Source } from "./source.ts";
import { Sources } from "./sources.ts";
import { Strikes } from "./strikes.ts";

/** Why a connection may not be: a ban, a limit of its address by name, or there is no room for anybody. */
export type Refusal = "ban" | "perAddress" | "pendingPerAddress" | "connectRate" | "room";

/** A connection that was let in. */
export interface Guest {
  readonly address: string;
  /** Has it end at once: newer ones need the room. */
  makeWay(): void;
}

/** What an admission is made with. */
export interface AdmissionParts {
  readonly settings: Pick<Settings, "limits" | "bans">;
  readonly bans: Bans;
  /** So many connections at a time, accepted or not. */
  readonly capacity: number;
  /** Milliseconds since any fixed moment; never goes back. */
  readonly clock: () => number;
  /** The time of day, in milliseconds since 1970. */
  readonly wall: () => number;
}

/** Where there are so many bans strikes add none: a flood from everywhere must not fill the memory. */
const MOST_BANS = 65_536;

/** How often bans are looked through for those that have ended, in milliseconds. */
const SWEEP = 60_000;

/** Decides who may connect at all, before anything is allocated for them. */
export class Admission {
  readonly #parts: AdmissionParts;
  readonly #pace: Pace;
  readonly #places: Places;
  readonly #sources: Sources;
  readonly #strikes: Strikes;
  /** Those whose Connect is not accepted yet. */
  readonly #pending = new Arrivals<Guest>();
  #guests = 0;
  #sweptAt: number;

  constructor(parts: AdmissionParts) {
    const { limits, bans } = parts.settings;
    this.#parts = parts;
    this.#pace = paceOf(limits.connectRate, limits.connectBurst);
    this.#places = new Places(limits.exempt);
    this.#sources = new Sources(this.#pace);
    this.#strikes = new Strikes(bans.strikes, bans.strikesWithin);
    this.#sweptAt = parts.clock();
  }

  /** How many addresses anything is known of. */
  get known(): number {
    return this.#sources.size;
  }

  /**
   * Asks for a connection from `address`, which must `enter` then; gives why it may not be. Where there is no room for it
   * the oldest one whose Connect is not accepted yet makes way.
   */
  ask(address: string): Refusal | undefined {
    const place = this.#places.of(address);
    if (this.#parts.bans.find(place.address) !== undefined) return "ban";
    const refusal = place.network === EXEMPT ? undefined : this.#refusal(this.#sources.of(place.network));
    return refusal ?? (this.#makesRoom() ? undefined : "room");
  }

  /** A connection is let in. */
  enter(guest: Guest): void {
    const source = this.#sourceOf(guest);
    if (source.connections++ === 0) this.#sources.arrives(source);
    source.pending++;
    source.connects(this.#parts.clock(), this.#pace);
    this.#pending.push(guest);
    this.#guests++;
  }

  /** A guest goes on as another, which has not connected either. */
  exchange(former: Guest, guest: Guest): void {
    if (this.#pending.delete(former)) this.#pending.push(guest);
  }

  /** Its Connect is accepted. */
  accept(guest: Guest): void {
    if (this.#pending.delete(guest)) this.#sourceOf(guest).pending--;
  }

  /** It is closed. */
  leave(guest: Guest): void {
    this.accept(guest);
    const source = this.#sourceOf(guest);
    this.#guests--;
    if (--source.connections === 0) this.#sources.leaves(source, this.#parts.clock());
  }

  /** A guest broke the protocol. Returns whether somebody at its address did so once too often. */
  strike({ address }: Guest): boolean {
    const { network } = this.#places.of(address);
    return network !== EXEMPT && this.#strikes.strike(network, this.#parts.clock());
  }

  /** Bans a guest's address for its strikes; there is a limit to that, and then nothing is returned. */
  ban({ address }: Guest): Ban | undefined {
    const { settings, bans, wall } = this.#parts;
    if (bans.size >= MOST_BANS) return undefined;
    const { strikes, duration } = settings.bans;
    return bans.add({
      address: networkText(this.#places.of(address).network),
      reason: `broke the protocol ${strikes === 1 ? "once" : `${strikes} times`}`,
      until: duration === 0 ? undefined : new Date(wall() + duration),
    });
  }

  /** Forgets what no longer matters: to be called every now and then. */
  forget(): void {
    const now = this.#parts.clock();
    this.#sources.forget(now);
    if (now - this.#sweptAt < SWEEP) return;
    this.#sweptAt = now;
    this.#parts.bans.forgetEnded();
  }

  #refusal(source: Source): Refusal | undefined {
    const { perAddress, pendingPerAddress } = this.#parts.settings.limits;
    if (perAddress > 0 && source.connections >= perAddress) return "perAddress";
    if (pendingPerAddress > 0 && source.pending >= pendingPerAddress) return "pendingPerAddress";
    return source.mayConnect(this.#parts.clock(), this.#pace) ? undefined : "connectRate";
  }

  #makesRoom(): boolean {
    const { pending } = this.#parts.settings.limits;
    const hasRoom = pending === 0 || this.#pending.size < pending;
    if (hasRoom && this.#guests < this.#parts.capacity) return true;
    const oldest = this.#pending.take();
    if (oldest === undefined) return false;
    this.#sourceOf(oldest).pending--;
    oldest.makeWay();
    return true;
  }

  /** While a guest is in, its source is kept. */
  #sourceOf({ address }: Guest): Source {
    return this.#sources.of(this.#places.of(address).network);
  }
}
