/** Who is where, as simply as it can be said: lists, gone through each time. What registry.test.ts compares with. */
import { peer, peerLeft, success } from "../support/answers.ts";
import type { Heard } from "../support/wire.ts";

/** What the model's rules depend on. */
export interface Rules {
  readonly unique: "channel" | "server";
  readonly succession: "none" | "oldest";
  readonly clients: number;
  readonly channels: number;
  readonly channelsPerClient: number;
  readonly peersPerChannel: number;
}

export interface ModelClient {
  readonly id: number;
  name?: string;
  /** In the order in which they were joined. */
  channels: ModelChannel[];
}

export interface ModelChannel {
  readonly id: number;
  readonly name: string;
  readonly autoClose: boolean;
  hidden: boolean;
  persistent: boolean;
  limit: number | undefined;
  master?: ModelClient | undefined;
  /** The longest-standing first. */
  members: ModelClient[];
}

const form = (name: string) => name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();
const same = (a: string | undefined, b: string) => a !== undefined && form(a) === form(b);
const over = (count: number, limit: number) => limit !== 0 && count >= limit;

export class Model {
  clients: ModelClient[] = [];
  channels: ModelChannel[] = [];
  /** Who was told what since it was last asked. */
  told: { to: number; heard: Heard }[] = [];
  events: string[] = [];
  readonly #rules: Rules;
  #lastClient = 0;
  #lastChannel = 0;

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  connect(): ModelClient | undefined {
    if (over(this.clients.length, this.#rules.clients)) return undefined;
    const client: ModelClient = { id: ++this.#lastClient, channels: [] };
    this.clients.push(client);
    this.#tell(client, success("Connect", { id: client.id, welcome: "Hi" }));
    return client;
  }

  setName(client: ModelClient, name: string): string | undefined {
    if (form(name) === "") return "Invalid name: it is empty";
    const rivals =
      this.#rules.unique === "server" ? this.clients : client.channels.flatMap(({ members }) => members);
    if (rivals.some((rival) => rival !== client && same(rival.name, name))) return "Name already taken";
    this.#tell(client, success("SetName", { name }));
    if (client.name === name) return undefined;
    this.events.push(`${client.name === undefined ? "loginAccepted" : "nameChanged"} ${client.id} ${name}`);
    client.name = name;
    for (const channel of client.channels) this.#tellOthers(channel, client, this.#entry(channel, client));
    return undefined;
  }

  join(client: ModelClient, name: string, autoClose: boolean): string | undefined {
    if (form(name) === "") return "Invalid channel name: it is empty";
    if (client.name === undefined) return "Name not set";
    const existing = this.channels.find((channel) => same(channel.name, name));
    const denial = this.#joinDenial(client, existing);
    if (denial !== undefined) return denial;
    const channel = existing ?? this.#open(client, name, autoClose);
    // The response lists them in no order: here, as in the scribe's ears, by id.
    const peers = [...channel.members]
      .sort((a, b) => a.id - b.id)
      .map(({ id, name }) => ({ peer: id, flags: channel.master?.id === id ? 1 : 0, name: name ?? "" }));
    const flags = channel.master === client ? 1 : 0;
    this.#tell(client, success("JoinChannel", { flags, name: channel.name, channel: channel.id, peers }));
    channel.members.push(client);
    client.channels.push(channel);
    this.#tellOthers(channel, client, this.#entry(channel, client));
    if (existing === undefined) this.events.push(`channelAdded ${channel.id}`);
    this.events.push(`channelJoined ${client.id} ${channel.id}`);
    return undefined;
  }

  create(name: string, persistent: boolean, limit: number | undefined): string | undefined {
    if (form(name) === "") return "Invalid channel name: it is empty";
    if (this.channels.some((channel) => same(channel.name, name))) return "Name already taken";
    if (over(this.channels.length, this.#rules.channels))
      return `Too many channels: the server holds ${this.#rules.channels}`;
    const channel = this.#open(undefined, name, false);
    Object.assign(channel, { persistent, limit });
    this.events.push(`channelAdded ${channel.id}`);
    return undefined;
  }

  persist(channel: ModelChannel, persistent: boolean): void {
    channel.persistent = persistent;
    if (!persistent && channel.members.length === 0 && this.channels.includes(channel)) this.close(channel);
  }

  leave(client: ModelClient, channel: ModelChannel): void {
    if (!channel.members.includes(client)) return;
    this.#tell(client, success("LeaveChannel", { channel: channel.id }));
    this.#takeOut(client, channel);
  }

  kick(channel: ModelChannel, client: ModelClient): void {
    if (!this.#misses("kick", channel)) this.leave(client, channel);
  }

  disconnect(client: ModelClient): void {
    for (const channel of [...client.channels]) this.#takeOut(client, channel);
    this.clients = this.clients.filter((other) => other !== client);
  }

  close(channel: ModelChannel): void {
    if (this.#misses("close", channel)) return;
    for (const member of [...channel.members]) {
      this.#tell(member, success("LeaveChannel", { channel: channel.id }));
      this.#remove(member, channel);
      this.events.push(`channelLeft ${member.id} ${channel.id}`);
    }
    this.#forget(channel);
  }

  list(client: ModelClient): void {
    const shown = this.channels.filter(({ hidden }) => !hidden);
    const channels = shown.map(({ name, members }) => ({ peers: members.length, name }));
    this.#tell(client, success("ChannelList", { channels }));
    this.events.push(`channelListSent ${client.id}`);
  }

  setMaster(channel: ModelChannel, client: ModelClient | undefined): void {
    if (this.#misses("setMaster", channel) || channel.master === client) return;
    if (client !== undefined && !channel.members.includes(client)) return;
    const former = channel.master;
    channel.master = client;
    for (const changed of [former, client])
      if (changed !== undefined) this.#tellOthers(channel, changed, this.#entry(channel, changed));
  }

  #joinDenial(client: ModelClient, channel: ModelChannel | undefined): string | undefined {
    const { channelsPerClient, peersPerChannel, channels } = this.#rules;
    if (channel?.members.includes(client)) return "Already part of channel";
    if (over(client.channels.length, channelsPerClient))
      return `Too many channels: a client may be in ${channelsPerClient}`;
    if (channel === undefined)
      return over(this.channels.length, channels)
        ? `Too many channels: the server holds ${channels}`
        : undefined;
    for (const limit of [channel.limit ?? 0, peersPerChannel].filter(Boolean).sort().slice(0, 1))
      if (channel.members.length >= limit) return `Channel is full: it holds ${limit} clients`;
    return channel.members.some(({ name }) => same(name, client.name ?? ""))
      ? "Name already taken"
      : undefined;
  }

  #misses(act: string, channel: ModelChannel): boolean {
    const misses = !this.channels.includes(channel);
    if (misses) this.events.push(`missed ${act} is for a channel that is closed`);
    return misses;
  }

  #open(master: ModelClient | undefined, name: string, autoClose: boolean): ModelChannel {
    const more = { autoClose, hidden: false, persistent: false, limit: undefined, master, members: [] };
    const channel: ModelChannel = { id: ++this.#lastChannel, name, ...more };
    this.channels.push(channel);
    return channel;
  }

  #takeOut(client: ModelClient, channel: ModelChannel): void {
    const wasMaster = channel.master === client;
    this.#remove(client, channel);
    this.events.push(`channelLeft ${client.id} ${channel.id}`);
    if (wasMaster && channel.autoClose) return this.close(channel);
    if (channel.members.length === 0) return channel.persistent ? undefined : this.#forget(channel);
    for (const member of channel.members) this.#tell(member, peerLeft(channel.id, client.id));
    if (wasMaster && this.#rules.succession === "oldest") this.setMaster(channel, channel.members[0]);
    return undefined;
  }

  #remove(client: ModelClient, channel: ModelChannel): void {
    channel.members = channel.members.filter((member) => member !== client);
    client.channels = client.channels.filter((other) => other !== channel);
    if (channel.master === client) channel.master = undefined;
  }

  #forget(channel: ModelChannel): void {
    this.channels = this.channels.filter((other) => other !== channel);
    this.events.push(`channelRemoved ${channel.id}`);
  }

  #entry(channel: ModelChannel, client: ModelClient): Heard {
    return peer(channel.id, client.id, client.name ?? "", channel.master === client ? 1 : 0);
  }

  #tellOthers(channel: ModelChannel, except: ModelClient, heard: Heard): void {
    for (const member of channel.members) if (member !== except) this.#tell(member, heard);
  }

  #tell({ id }: ModelClient, heard: Heard): void {
    this.told.push({ to: id, heard });
  }
}
