import * as encode from "../protocol/encode.ts";
import type { Settings } from "../settings/schema.ts";
import type { Acts } from "./acts.ts";
import type { JoinOptions, ListedChannel } from "./api.ts";
import { Denial } from "./denial.ts";
import { Directory } from "./directory.ts";
import type { RelayEvents } from "./events.ts";
import { IdPool } from "./ids.ts";
import { joinLimit, reached } from "./limits.ts";
import type { Link } from "./link.ts";
import { Listing, listed } from "./listing.ts";
import { type Membership, RelayChannel, RelayClient } from "./members.ts";
import { type Name, type NamePolicy, readName } from "./names.ts";

const utf8 = new TextEncoder();

const TOO_EARLY = "The client is not connected yet";
const TAKEN = new Denial("Name already taken");

/** The settings that say who may be where. */
export type RelaySettings = Pick<Settings, "names" | "channels" | "limits" | "allow" | "server">;

/**
 * Who is where: the clients, the channels, and everything that changes them. Each change is announced to the clients
 * who must know and only then told to the owner.
 */
export class Registry implements Acts<RelayClient, RelayChannel> {
  readonly clients = new Directory<RelayClient>();
  readonly channels = new Directory<RelayChannel>();
  readonly listing = new Listing();
  readonly clientNames: NamePolicy;
  readonly channelNames: NamePolicy;
  readonly #settings: RelaySettings;
  readonly #events: RelayEvents;
  readonly #clientIds = new IdPool();
  readonly #channelIds = new IdPool();

  constructor(settings: RelaySettings, events: RelayEvents) {
    this.#settings = settings;
    this.#events = events;
    const { strictUtf8 } = settings.names;
    this.clientNames = { strictUtf8, allowed: settings.allow.clientNames, complaint: "Invalid name" };
    this.channelNames = {
      strictUtf8,
      allowed: settings.allow.channelNames,
      complaint: "Invalid channel name",
    };
  }

  /** A client that has not been accepted yet: nobody finds it. */
  newClient(link: Link): RelayClient {
    return new RelayClient(link, this);
  }

  /** Keeps an id for a client that may be accepted; a denial when the server is full: section 6. */
  reserve(client: RelayClient): Denial | undefined {
    const id = reached(this.#clientIds.taken, this.#settings.limits.clients)
      ? undefined
      : this.#clientIds.take();
    if (id === undefined) return new Denial("Server full");
    client.id = id;
    return undefined;
  }

  /** Accepts a client that has an id and tells it so: section 5.1. */
  accept(client: RelayClient): void {
    this.clients.add(client);
    client.link.send(encode.connectAccepted(client.id, this.#settings.server.welcome));
  }

  /** Takes out a client that is gone, whether it was accepted or not: the peers of its channels are told. */
  remove(client: RelayClient): void {
    client.connected = false;
    const left: Membership[] = [...(client.memberships?.values() ?? [])];
    for (const { channel } of left) this.#takeOut(client, channel);
    if (client.identity !== undefined) this.clients.removeName(client.identity.simplified, client);
    this.clients.remove(client);
    if (client.id !== 0) this.#clientIds.give(client.id);
  }

  /** Why the client cannot have this name, by the scope of `names.unique`: section 6. Its own is no hindrance. */
  nameDenial(client: RelayClient, name: Name): Denial | undefined {
    if (this.#settings.names.unique === "server") {
      const holder = this.clients.simplified(name.simplified);
      return holder === undefined || holder === client ? undefined : TAKEN;
    }
    for (const { channel } of client.memberships?.values() ?? []) {
      if (channel.hasOther(client, name)) return TAKEN;
    }
    return undefined;
  }

  /** Gives the client a name, which was checked. */
  rename(client: RelayClient, name: Name): void {
    const former = client.identity;
    const isNews = !client.isNamed(name);
    if (isNews) this.#setIdentity(client, name);
    client.link.send(encode.nameAccepted(name.bytes));
    if (!isNews) return;
    for (const membership of client.memberships?.values() ?? []) this.#announceChange(membership);
    if (former === undefined) this.#events.loginAccepted(client, name.text);
    else this.#events.nameChanged(client, name.text);
  }

  /** Why the client cannot join the channel of this name: section 6. */
  joinDenial(client: RelayClient, name: Name): Denial | undefined {
    if (client.identity === undefined) return new Denial("Name not set");
    const channel = this.channels.simplified(name.simplified);
    if (channel !== undefined && client.memberships?.has(channel.id))
      return new Denial("Already part of channel");
    const limit = joinLimit(client, channel, this.channels.size, this.#settings.limits);
    return limit ?? (channel?.hasOther(client, client.identity) ? TAKEN : undefined);
  }

  /** Puts the client into the channel of this name, which was checked; makes the channel if there is none. */
  join(client: RelayClient, name: Name, options: JoinOptions): Denial | undefined {
    const existing = this.channels.simplified(name.simplified);
    const channel = existing ?? this.#open(name, client, options);
    if (channel === undefined) return new Denial("Too many channels: there is no id left");
    const joined = { isMaster: channel.master === client, name: channel.identity.bytes, channel: channel.id };
    client.link.send(encode.channelJoined(joined, channel.members));
    const membership = channel.add(client);
    this.#announceChange(membership);
    if (existing === undefined) this.#events.channelAdded(channel);
    // An owner who is told of the channel may take its creator out, or out and in again.
    if (client.memberships?.get(channel.id) === membership) this.#events.channelJoined(client, channel);
    return undefined;
  }

  /** Takes the client out of a channel that it is in and tells it so, asked or not: section 5.1. */
  leave(client: RelayClient, channel: RelayChannel): void {
    client.link.send(encode.channelLeft(channel.id));
    this.#takeOut(client, channel);
  }

  close(channel: RelayChannel): void {
    if (channel.open) this.#close(channel, []);
  }

  /** Makes a member of the channel its master, or nobody; everybody but those whose flags changed is told. */
  setMaster(channel: RelayChannel, client: RelayClient | undefined): void {
    const former = channel.master;
    if (former === client) return;
    channel.master = client;
    for (const changed of [former, client]) {
      const membership = changed?.memberships?.get(channel.id);
      if (membership !== undefined) this.#announceChange(membership);
    }
  }

  /** Sends the channel list (none of it with `channels.listing = "empty"`), or an owner's own one. */
  sendList(client: RelayClient, channels?: Iterable<ListedChannel>): void {
    if (!this.#isHere(client)) return;
    const shown = this.#settings.channels.listing === "on" ? this.channels.values() : [];
    client.link.send(channels ? encode.channelList(listed(channels)) : this.listing.frame(shown));
    this.#events.channelListSent(client);
  }

  setName(client: RelayClient, text: string): string | undefined {
    if (!this.#isHere(client)) return client.connected ? TOO_EARLY : undefined;
    const name = readName(utf8.encode(text), this.clientNames);
    if (name instanceof Denial) return name.reason;
    const denial = this.nameDenial(client, name);
    if (denial === undefined) this.rename(client, name);
    return denial?.reason;
  }

  joinChannel(client: RelayClient, text: string, options: JoinOptions): string | undefined {
    if (!this.#isHere(client)) return client.connected ? TOO_EARLY : undefined;
    const name = readName(utf8.encode(text), this.channelNames);
    if (name instanceof Denial) return name.reason;
    const denial = this.joinDenial(client, name) ?? this.join(client, name, options);
    return denial?.reason;
  }

  /** Only accepted clients that have not left can be named and put into channels. */
  #isHere(client: RelayClient): boolean {
    return client.connected && this.clients.get(client.id) === client;
  }

  #setIdentity(client: RelayClient, name: Name): void {
    const former = client.identity;
    client.identity = name;
    if (former?.simplified === name.simplified) return;
    if (former !== undefined) this.clients.removeName(former.simplified, client);
    this.clients.addName(name.simplified, client);
    for (const { channel } of client.memberships?.values() ?? []) {
      if (former !== undefined) channel.names.delete(former.simplified);
      channel.names.set(name.simplified, client);
    }
  }

  #open(
    name: Name,
    master: RelayClient,
    { hidden = false, autoClose = false }: JoinOptions,
  ): RelayChannel | undefined {
    const id = this.#channelIds.take();
    if (id === undefined) return undefined;
    const channel = new RelayChannel(id, name, this);
    channel.master = master;
    channel.hidden = hidden;
    channel.autoClose = autoClose && this.#settings.channels.autoClose;
    this.channels.add(channel);
    this.channels.addName(name.simplified, channel);
    return channel;
  }

  #takeOut(client: RelayClient, channel: RelayChannel): void {
    const membership = client.memberships?.get(channel.id);
    if (membership === undefined) return undefined;
    const wasMaster = channel.master === client;
    channel.remove(membership);
    if (wasMaster && channel.autoClose) return this.#close(channel, [client]);
    const emptied = channel.members.length === 0;
    if (emptied) this.#forget(channel);
    else channel.announce(encode.peerLeft(channel.id, client.id));
    if (wasMaster && !emptied) this.#succeed(channel);
    this.#events.channelLeft(client, channel);
    if (emptied) this.#events.channelRemoved(channel);
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
    this.channels.removeName(channel.identity.simplified, channel);
    this.channels.remove(channel);
    this.#channelIds.give(channel.id);
  }

  #announceChange(membership: Membership): void {
    const { channel, client } = membership;
    if (channel.members.length > 1) channel.announce(encode.peerChanged(channel.id, membership), client);
  }
}
