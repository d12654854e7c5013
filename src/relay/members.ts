import { PeerFlag, type RequestName } from "../protocol/constants.ts";
import * as encode from "../protocol/encode.ts";
import type { PeerEntry } from "../protocol/messages.ts";
import type { Frame } from "../protocol/writer.ts";
import { type Duration, span } from "../settings/units.ts";
import type { Acts } from "./acts.ts";
import type {
  Channel,
  ChannelData,
  Client,
  ClientData,
  JoinOptions,
  ListedChannel,
  SendOptions,
} from "./api.ts";
import type { Link, TransportKind } from "./link.ts";
import { type Name, sameBytes } from "./names.ts";
import { serverFrame, type Value, type ValueOptions } from "./value.ts";

// Clients, channels and who is in which: three classes that know each other, and so live in one file.

type MemberActs = Acts<RelayClient, RelayChannel>;

const utf8 = new TextEncoder();

/** A client in a channel: the entry of it that peers are told (section 5.1). */
export class Membership implements PeerEntry {
  readonly client: RelayClient;
  readonly channel: RelayChannel;
  /** Where in the channel's members it stands. */
  index: number;
  /** The channel's joins are numbered: the lowest has been there for longest. */
  readonly since: number;

  constructor(client: RelayClient, channel: RelayChannel, index: number, since: number) {
    this.client = client;
    this.channel = channel;
    this.index = index;
    this.since = since;
  }

  get peer(): number {
    return this.client.id;
  }

  get flags(): number {
    return this.channel.master === this.client ? PeerFlag.ChannelMaster : 0;
  }

  get name(): Uint8Array {
    return this.client.identity?.bytes ?? new Uint8Array(0);
  }
}

export class RelayClient implements Client {
  id = 0;
  identity: Name | undefined;
  latency: number | undefined;
  implementation: string | undefined;
  connected = true;
  /** By channel id; made with the first channel, since most of many idle clients have none. */
  memberships: Map<number, Membership> | undefined;
  readonly link: Link;
  readonly #acts: MemberActs;
  #data: ClientData | undefined;

  constructor(link: Link, acts: MemberActs) {
    this.link = link;
    this.#acts = acts;
  }

  get name(): string {
    return this.identity?.text ?? "";
  }

  /** Whether this is its name already, byte for byte: section 6. */
  isNamed(name: Name): boolean {
    return this.identity !== undefined && sameBytes(this.identity.bytes, name.bytes);
  }

  get address(): string {
    return this.link.address;
  }

  get transport(): TransportKind {
    return this.link.transport;
  }

  get channels(): RelayChannel[] {
    return Array.from(this.memberships?.values() ?? [], (membership) => membership.channel);
  }

  get data(): ClientData {
    this.#data ??= {};
    return this.#data;
  }

  sendMessage(value: Value, subchannel = 0, options: SendOptions = {}): void {
    const frame = serverFrame(value, subchannel, options, options.channel?.id);
    if (options.channel === undefined || this.isIn(options.channel)) this.link.send(frame);
  }

  blast(value: Value, subchannel = 0, options: SendOptions = {}): void {
    const frame = serverFrame(value, subchannel, options, options.channel?.id);
    if (options.channel === undefined || this.isIn(options.channel)) this.link.blast(frame);
  }

  setName(name: string): string | undefined {
    return this.#acts.setName(this, name);
  }

  joinChannel(name: string, options: JoinOptions = {}): string | undefined {
    return this.#acts.joinChannel(this, name, options);
  }

  leaveChannel(channel: Channel): void {
    if (channel instanceof RelayChannel && this.isIn(channel)) this.#acts.leave(this, channel);
  }

  sendChannelList(channels?: Iterable<ListedChannel>): void {
    this.#acts.sendList(this, channels);
  }

  warn(request: RequestName, reason: string, about: { name?: string; channel?: Channel } = {}): void {
    const { name = this.name, channel } = about;
    const subject = { name: utf8.encode(name), channel: channel?.id ?? 0 };
    this.link.send(encode.denied(request, reason || "Denied by the server", subject));
  }

  ping(timeout?: Duration): void {
    this.link.ping(timeout === undefined ? undefined : span(timeout));
  }

  disconnect(reason?: string): void {
    this.link.disconnect(reason);
  }

  /** Whether it is in this very channel: an id alone may be another's by now. */
  isIn(channel: Channel): boolean {
    return this.memberships?.get(channel.id)?.channel === channel;
  }
}

export class RelayChannel implements Channel {
  readonly id: number;
  readonly identity: Name;
  master: RelayClient | undefined;
  autoClose = false;
  open = true;
  /** In no order: who leaves is replaced by the last one. */
  readonly members: Membership[] = [];
  /** Who has which simplified name. */
  readonly names = new Map<string, RelayClient>();
  readonly data: ChannelData = {};
  readonly #acts: MemberActs;
  #hidden = false;
  #joins = 0;

  constructor(id: number, identity: Name, acts: MemberActs) {
    this.id = id;
    this.identity = identity;
    this.#acts = acts;
  }

  get name(): string {
    return this.identity.text;
  }

  get hidden(): boolean {
    return this.#hidden;
  }

  set hidden(hidden: boolean) {
    this.#hidden = hidden;
    this.#acts.listing.changed();
  }

  get clients(): RelayClient[] {
    return this.members.map((membership) => membership.client);
  }

  add(client: RelayClient): Membership {
    const membership = new Membership(client, this, this.members.length, this.#joins++);
    this.members.push(membership);
    this.#acts.listing.changed();
    client.memberships ??= new Map();
    client.memberships.set(this.id, membership);
    if (client.identity !== undefined) this.names.set(client.identity.simplified, client);
    return membership;
  }

  remove(membership: Membership): void {
    this.#acts.listing.changed();
    const last = this.members.pop() as Membership;
    if (last !== membership) {
      this.members[membership.index] = last;
      last.index = membership.index;
    }
    const { client } = membership;
    client.memberships?.delete(this.id);
    if (client.identity !== undefined) this.names.delete(client.identity.simplified);
    if (this.master === client) this.master = undefined;
  }

  /** Whether somebody else in the channel has this name. */
  hasOther(client: RelayClient, name: Name): boolean {
    const holder = this.names.get(name.simplified);
    return holder !== undefined && holder !== client;
  }

  /** Sends an encoded message to every peer but one. */
  announce(frame: Frame, except?: RelayClient): void {
    const { members } = this;
    for (let i = 0; i < members.length; i++) {
      const { client } = members[i] as Membership;
      if (client !== except) client.link.send(frame);
    }
  }

  /** Blasts an encoded message to every peer but one. */
  announceByDatagram(frame: Frame, except?: RelayClient): void {
    for (const { client } of this.members) if (client !== except) client.link.blast(frame);
  }

  sendMessage(value: Value, subchannel = 0, options: ValueOptions = {}): void {
    this.announce(serverFrame(value, subchannel, options, this.id));
  }

  blast(value: Value, subchannel = 0, options: ValueOptions = {}): void {
    this.announceByDatagram(serverFrame(value, subchannel, options, this.id));
  }

  setMaster(client: Client | undefined): void {
    if (client === undefined || (client instanceof RelayClient && client.isIn(this)))
      this.#acts.setMaster(this, client);
  }

  kick(client: Client): void {
    if (client instanceof RelayClient && client.isIn(this)) this.#acts.leave(client, this);
  }

  close(): void {
    this.#acts.close(this);
  }
}
