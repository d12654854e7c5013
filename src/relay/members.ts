import type { RequestName } from "../protocol/constants.ts";
import * as encode from "../protocol/encode.ts";
import type { Value, ValueOptions } from "../protocol/value.ts";
import type { Frame } from "../protocol/writer.ts";
import { type Duration, span } from "../settings/units.ts";
import type { ChannelActs, ClientActs } from "./acts.ts";
import type {
  Channel,
  ChannelData,
  Client,
  ClientData,
  JoinOptions,
  ListedChannel,
  SendOptions,
} from "./api.ts";
import type { Fanout } from "./fanout.ts";
import { checkedLimit } from "./limits.ts";
import type { Link, TransportKind } from "./link.ts";
import { Membership } from "./membership.ts";
import { type Name, sameBytes } from "./names.ts";

const utf8 = new TextEncoder();

/** A client in a channel. */
export type RelayMembership = Membership<RelayClient, RelayChannel>;

export class RelayClient implements Client {
  id = 0;
  identity: Name | undefined;
  latency: number | undefined;
  implementation: string | undefined;
  connected = true;
  /** By channel id; made with the first channel, since most of many idle clients have none. */
  memberships: Map<number, RelayMembership> | undefined;
  readonly link: Link;
  readonly #acts: ClientActs<RelayClient, RelayChannel>;
  #data: ClientData | undefined;

  constructor(link: Link, acts: ClientActs<RelayClient, RelayChannel>) {
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
    const frame = encode.serverFrame(value, subchannel, options, options.channel?.id);
    if (this.#isThere("sendMessage", options.channel)) this.link.send(frame);
  }

  blast(value: Value, subchannel = 0, options: SendOptions = {}): void {
    const frame = encode.serverFrame(value, subchannel, options, options.channel?.id);
    if (this.#isThere("blast", options.channel)) this.link.blast(frame);
  }

  setName(name: string): string | undefined {
    return this.#isThere("setName") ? this.#acts.setName(this, name) : undefined;
  }

  joinChannel(name: string, options: JoinOptions = {}): string | undefined {
    return this.#isThere("joinChannel") ? this.#acts.joinChannel(this, name, options) : undefined;
  }

  leaveChannel(channel: Channel): void {
    if (this.#isThere("leaveChannel", channel)) this.#acts.leave(this, channel as RelayChannel);
  }

  sendChannelList(channels?: Iterable<ListedChannel>): void {
    if (this.#isThere("sendChannelList")) this.#acts.sendList(this, channels);
  }

  warn(request: RequestName, reason: string, about: { name?: string; channel?: Channel } = {}): void {
    const { name = this.name, channel } = about;
    const subject = { name: utf8.encode(name), channel: channel?.id ?? 0 };
    const frame = encode.denied(request, reason || "Denied by the server", subject);
    if (this.#isThere("warn")) this.link.send(frame);
  }

  ping(timeout?: Duration): void {
    const patience = timeout === undefined ? undefined : span(timeout);
    if (this.#isThere("ping")) this.link.ping(patience);
  }

  disconnect(reason?: string): void {
    if (this.#isThere("disconnect")) this.link.disconnect(reason);
  }

  /** Whether it is in this very channel: an id alone may be another's by now. */
  isIn(channel: Channel): boolean {
    return this.memberships?.get(channel.id)?.channel === channel;
  }

  #isThere(act: string, channel?: Channel): boolean {
    if (!this.connected) this.#acts.missed(`${act} is for a client that has left`);
    return this.connected && (channel === undefined || this.isIn(channel));
  }
}

export class RelayChannel implements Channel {
  readonly id: number;
  readonly identity: Name;
  master: RelayClient | undefined;
  autoClose = false;
  open = true;
  #hidden = false;
  #limit: number | undefined;
  #persistent = false;
  /** In no order: who leaves is replaced by the last one. */
  readonly members: RelayMembership[] = [];
  /** Who has which simplified name. */
  readonly names = new Map<string, RelayClient>();
  readonly data: ChannelData = {};
  readonly #acts: ChannelActs<RelayClient, RelayChannel>;
  readonly #fanout: Fanout;
  #joins = 0;

  constructor(id: number, identity: Name, acts: ChannelActs<RelayClient, RelayChannel>) {
    this.id = id;
    this.identity = identity;
    this.#acts = acts;
    this.#fanout = acts.fanout(this.members);
  }

  get name(): string {
    return this.identity.text;
  }

  get clients(): RelayClient[] {
    return this.members.map((membership) => membership.client);
  }

  add(client: RelayClient): RelayMembership {
    const membership = new Membership(client, this, this.members.length, this.#joins++);
    this.members.push(membership);
    this.#fanout.entered(client.link);
    this.#acts.listing.changed();
    client.memberships ??= new Map();
    client.memberships.set(this.id, membership);
    if (client.identity !== undefined) this.names.set(client.identity.simplified, client);
    return membership;
  }

  remove(membership: RelayMembership): void {
    this.#acts.listing.changed();
    this.#fanout.left(membership.client.link);
    const last = this.members.pop() as RelayMembership;
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
    this.#fanout.send(frame, except?.link);
  }

  /** Blasts an encoded message to every peer but one. */
  announceByDatagram(frame: Frame, except?: RelayClient): void {
    for (const { client } of this.members) if (client !== except) client.link.blast(frame);
  }

  get hidden(): boolean {
    return this.#hidden;
  }

  set hidden(hidden: boolean) {
    this.#hidden = hidden;
    this.#acts.listing.changed();
  }

  get limit(): number | undefined {
    return this.#limit;
  }

  set limit(limit: number | undefined) {
    this.#limit = checkedLimit(limit);
  }

  get persistent(): boolean {
    return this.#persistent;
  }

  set persistent(persistent: boolean) {
    this.#persistent = persistent;
    this.#acts.closeIfOver(this);
  }

  sendMessage(value: Value, subchannel = 0, options: ValueOptions = {}): void {
    const frame = encode.serverFrame(value, subchannel, options, this.id);
    if (this.#isOpen("sendMessage")) this.announce(frame);
  }

  blast(value: Value, subchannel = 0, options: ValueOptions = {}): void {
    const frame = encode.serverFrame(value, subchannel, options, this.id);
    if (this.#isOpen("blast")) this.announceByDatagram(frame);
  }

  setMaster(client: Client | undefined): void {
    if (this.#isOpen("setMaster", client)) this.#acts.setMaster(this, client as RelayClient | undefined);
  }

  kick(client: Client): void {
    if (this.#isOpen("kick", client)) this.#acts.leave(client as RelayClient, this);
  }

  close(): void {
    if (this.#isOpen("close")) this.#acts.close(this);
  }

  #isOpen(act: string, client?: Client): boolean {
    if (!this.open) this.#acts.missed(`${act} is for a channel that is closed`);
    return this.open && (client === undefined || (client instanceof RelayClient && client.isIn(this)));
  }
}
