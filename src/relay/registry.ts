import * as encode from "../protocol/encode.ts";
import type { ClientActs } from "./acts.ts";
import type { JoinOptions, ListedChannel } from "./api.ts";
import { Channels } from "./channels.ts";
import { Denial } from "./denial.ts";
import { Directory } from "./directory.ts";
import type { RelayEvents } from "./events.ts";
import type { MakeFanout } from "./fanout.ts";
import { IdPool } from "./ids.ts";
import { reached } from "./limits.ts";
import type { Link } from "./link.ts";
import { listed } from "./listing.ts";
import { type RelayChannel, RelayClient, type RelayMembership } from "./members.ts";
import { type Name, type NamePolicy, readName, TAKEN } from "./names.ts";
import type { RelaySettings } from "./settings.ts";

const utf8 = new TextEncoder();

const TOO_EARLY = "The client is not connected yet";

/**
 * Who is where: the clients, the channels, and everything that changes them. Each change is announced to the clients
 * who must know and only then told to the owner.
 */
export class Registry implements ClientActs<RelayClient, RelayChannel> {
  readonly clients = new Directory<RelayClient>();
  readonly channels: Channels;
  readonly clientNames: NamePolicy;
  readonly #settings: RelaySettings;
  readonly #events: RelayEvents;
  readonly #ids = new IdPool();

  constructor(settings: RelaySettings, events: RelayEvents, fanout?: MakeFanout) {
    this.#settings = settings;
    this.#events = events;
    const { strictUtf8 } = settings.names;
    this.clientNames = { strictUtf8, allowed: settings.allow.clientNames, complaint: "Invalid name" };
    this.channels = new Channels(settings, events, fanout);
  }

  /** A client that has not been accepted yet: nobody finds it. */
  newClient(link: Link): RelayClient {
    return new RelayClient(link, this);
  }

  /** Keeps an id for a client that may be accepted; a denial when the server is full: section 6. */
  reserve(client: RelayClient): Denial | undefined {
    const id = reached(this.#ids.taken, this.#settings.limits.clients) ? undefined : this.#ids.take();
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
    const left: RelayMembership[] = [...(client.memberships?.values() ?? [])];
    for (const { channel } of left) this.channels.takeOut(client, channel);
    if (client.identity !== undefined) this.clients.removeName(client.identity.simplified, client);
    this.clients.remove(client);
    if (client.id !== 0) this.#ids.give(client.id);
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
    for (const membership of client.memberships?.values() ?? []) this.channels.announceChange(membership);
    if (former === undefined) this.#events.loginAccepted(client, name.text);
    else this.#events.nameChanged(client, name.text);
  }

  /** Sends the channel list (none of it with `channels.listing = "empty"`), or an owner's own one. */
  sendList(client: RelayClient, channels?: Iterable<ListedChannel>): void {
    if (!this.#isHere(client)) return;
    const shown = this.#settings.channels.listing === "on" ? this.channels.values() : [];
    client.link.send(channels ? encode.channelList(listed(channels)) : this.channels.listing.frame(shown));
    this.#events.channelListSent(client);
  }

  leave(client: RelayClient, channel: RelayChannel): void {
    this.channels.leave(client, channel);
  }

  missed(what: string): void {
    this.#events.missed(what);
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
    const name = readName(utf8.encode(text), this.channels.names);
    if (name instanceof Denial) return name.reason;
    const denial = this.channels.joinDenial(client, name) ?? this.channels.join(client, name, options);
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
}
