import * as encode from "../protocol/encode.ts";
import type { ChannelActs } from "./acts.ts";
import type { ChannelOptions, JoinOptions } from "./api.ts";
import { Denial } from "./denial.ts";
import { Directory } from "./directory.ts";
import type { RelayEvents } from "./events.ts";
import { eachByItself, type MakeFanout } from "./fanout.ts";
import { IdPool } from "./ids.ts";
import { channelLimit, checkedLimit, joinLimit } from "./limits.ts";
import { Listing } from "./listing.ts";
import { RelayChannel, type RelayClient, type RelayMembership } from "./members.ts";
import { type Name, type NamePolicy, readName, TAKEN } from "./names.ts";
import type { RelaySettings } from "./settings.ts";

const utf8 = new TextEncoder();

/** The open channels, and everything that changes who is in them. */
export class Channels extends Directory<RelayChannel> implements ChannelActs<RelayClient, RelayChannel> {
  /** What a channel's name must be like. */
  readonly names: NamePolicy;
  readonly listing = new Listing();
  readonly fanout: MakeFanout;
  readonly #settings: RelaySettings;
  readonly #events: RelayEvents;
  readonly #ids = new IdPool();

  constructor(settings: RelaySettings, events: RelayEvents, fanout = eachByItself) {
    super();
    this.fanout = fanout;
    this.#settings = settings;
    this.#events = events;
    const { strictUtf8 } = settings.names;
    this.names = { strictUtf8, allowed: settings.allow.channelNames, complaint: "Invalid channel name" };
  }

  /** Why the client cannot join the channel of this name: section 6. */
  joinDenial(client: RelayClient, name: Name): Denial | undefined {
    if (client.identity === undefined) return new Denial("Name not set");
    const channel = this.simplified(name.simplified);
    if (channel !== undefined && client.memberships?.has(channel.id))
      return new Denial("Already part of channel");
    const limit = joinLimit(client, channel, this.size, this.#settings.limits);
    return limit ?? (channel?.hasOther(client, client.identity) ? TAKEN : undefined);
  }

  /** Puts the client into the channel of this name, which was checked; makes the channel if there is none. */
  join(client: RelayClient, name: Name, options: JoinOptions): Denial | undefined {
    const existing = this.simplified(name.simplified);
    const channel = existing ?? this.#open(name, client, options);
    if (channel instanceof Denial) return channel;
    const joined = { isMaster: channel.master === client, name: channel.identity.bytes, channel: channel.id };
    client.link.send(encode.channelJoined(joined, channel.members));
    const membership = channel.add(client);
    this.announceChange(membership);
    if (existing === undefined) this.#events.channelAdded(channel);
    // An owner who is told of the channel may take its creator out, or out and in again.
    if (client.memberships?.get(channel.id) === membership) this.#events.channelJoined(client, channel);
    return undefined;
  }

  /** Takes the client out of a channel that it is in and tells it so, asked or not: section 5.1. */
  leave(client: RelayClient, channel: RelayChannel): void {
    client.link.send(encode.channelLeft(channel.id));
    this.takeOut(client, channel);
  }

  /** Opens a channel that nobody is in. Throws a RangeError where there cannot be one of this name. */
  create(text: string, { persistent = true, ...options }: ChannelOptions): RelayChannel {
    const limit = checkedLimit(options.limit);
    const name = readName(utf8.encode(text), this.names);
    if (name instanceof Denial) throw new RangeError(name.reason);
    const isTaken = this.simplified(name.simplified) !== undefined;
    const denial = isTaken ? TAKEN : channelLimit(this.size, this.#settings.limits);
    const channel = denial ?? this.#open(name, undefined, options);
    if (channel instanceof Denial) throw new RangeError(channel.reason);
    channel.limit = limit;
    if (persistent) channel.persistent = true;
    this.#events.channelAdded(channel);
    return channel;
  }

  close(channel: RelayChannel): void {
    if (channel.open) this.#close(channel, []);
  }

  closeIfOver(channel: RelayChannel): void {
    if (channel.open && channel.members.length === 0 && !channel.persistent) this.#close(channel, []);
  }

  missed(what: string): void {
    this.#events.missed(what);
  }

  /** Makes a member of the channel its master, or nobody; everybody but those whose flags changed is told. */
  setMaster(channel: RelayChannel, client: RelayClient | undefined): void {
    const former = channel.master;
    if (former === client) return;
    channel.master = client;
    for (const changed of [former, client]) {
      const membership = changed?.memberships?.get(channel.id);
      if (membership !== undefined) this.announceChange(membership);
    }
  }

  #open(
    name: Name,
    master: RelayClient | undefined,
    { hidden = false, autoClose = false }: JoinOptions,
  ): RelayChannel | Denial {
    const id = this.#ids.take();
    if (id === undefined) return new Denial("Too many channels: there is no id left");
    const channel = new RelayChannel(id, name, this);
    channel.master = master;
    channel.hidden = hidden;
    channel.autoClose = autoClose && this.#settings.channels.autoClose;
    this.add(channel);
    this.addName(name.simplified, channel);
    return channel;
  }

  /** Takes the client out of a channel, if it is in it: its peers are told. */
  takeOut(client: RelayClient, channel: RelayChannel): void {
    const membership = client.memberships?.get(channel.id);
    if (membership === undefined) return undefined;
    const wasMaster = channel.master === client;
    channel.remove(membership);
    if (wasMaster && channel.autoClose) return this.#close(channel, [client]);
    const emptied = channel.members.length === 0;
    const over = emptied && !channel.persistent;
    if (over) this.#forget(channel);
    else channel.announce(encode.peerLeft(channel.id, client.id));
    if (wasMaster && !emptied) this.#succeed(channel);
    this.#events.channelLeft(client, channel);
    if (over) this.#events.channelRemoved(channel);
    return undefined;
  }

  /** Takes out everybody who is left; `gone` are those who were taken out before. */
  #close(channel: RelayChannel, gone: RelayClient[]): void {
    const members = [...channel.members];
    channel.announce(encode.channelLeft(channel.id));
    for (const membership of members) channel.remove(membership);
    this.#forget(channel);
    for (const client of [...gone, ...members.map((membership) => membership.client)]) {
      this.#events.channelLeft(client, channel);
    }
    this.#events.channelRemoved(channel);
  }

  #succeed(channel: RelayChannel): void {
    if (this.#settings.channels.succession !== "oldest") return;
    const oldest = channel.members.reduce((a, b) => (b.since < a.since ? b : a));
    this.setMaster(channel, oldest.client);
  }

  #forget(channel: RelayChannel): void {
    channel.open = false;
    this.listing.changed();
    this.removeName(channel.identity.simplified, channel);
    this.remove(channel);
    this.#ids.give(channel.id);
  }

  /** Tells a member's peers who it is now. */
  announceChange(membership: RelayMembership): void {
    const { channel, client } = membership;
    if (channel.members.length > 1) channel.announce(encode.peerChanged(channel.id, membership), client);
  }
}
