import { MasterAction, PeerFlag } from "../protocol/constants.ts";
import type { ClientMessage } from "../protocol/messages.ts";
import { contentOf, type Value, type ValueOptions } from "../protocol/value.ts";

/** What channels and peers speak through. */
export interface Voice {
  /** Sends or blasts a message; false where that cannot be. */
  say(message: ClientMessage, blasted?: boolean): boolean;
  /** Asks to leave a channel. */
  leave(channel: Channel): Promise<void>;
}

/** How a channel was asked for; both matter only to who creates it. */
export interface JoinOptions {
  /** It is not in the channel list. */
  readonly hidden?: boolean;
  /** It closes when its master leaves. */
  readonly autoClose?: boolean;
}

/** A channel that the client is in, or (`joined` false) was in. It stays the same when a lost connection comes back. */
export class Channel {
  readonly #voice: Voice;
  readonly #peers = new Map<number, Peer>();
  #id = 0;
  #name = "";
  #isMaster = false;
  #joined = false;
  /** @internal How it was asked for, to ask for it again. */
  readonly options: JoinOptions;

  /** @internal */
  constructor(voice: Voice, options: JoinOptions) {
    this.#voice = voice;
    this.options = options;
  }

  /** Its number, as long as this connection lasts. */
  get id(): number {
    return this.#id;
  }

  /** Its name, as its creator wrote it. */
  get name(): string {
    return this.#name;
  }

  /** Whether this client is the channel's master. */
  get isMaster(): boolean {
    return this.#isMaster;
  }

  /** Whether the client is in it just now. */
  get joined(): boolean {
    return this.#joined;
  }

  /** The others in it, by their ids. */
  get peers(): ReadonlyMap<number, Peer> {
    return this.#peers;
  }

  /** Sends a value to all peers; false where there is no connection. Throws a RangeError for what does not fit. */
  send(value: Value, subchannel = 0, options: ValueOptions = {}): boolean {
    const message = toChannel(this.#id, value, subchannel, options);
    return this.#joined && this.#voice.say(message);
  }

  /** As `send`, unreliably and fast: by UDP. False where it went nowhere. */
  blast(value: Value, subchannel = 0, options: ValueOptions = {}): boolean {
    const message = toChannel(this.#id, value, subchannel, options);
    return this.#joined && this.#voice.say(message, true);
  }

  /** Leaves it. Rejects with a DenialError or DisconnectedError. */
  leave(): Promise<void> {
    return this.#voice.leave(this);
  }

  /** Puts a peer out, which only the channel's master can: from anybody else the server ignores it. */
  kick(peer: Peer): boolean {
    if (!this.#joined) return false;
    const action = MasterAction.Kick;
    return this.#voice.say({ type: "ChannelMaster", channel: this.#id, action, peer: peer.id });
  }

  /** @internal The server has let this client in. */
  enter(id: number, name: string, flags: number): void {
    this.#id = id;
    this.#name = name;
    this.#isMaster = (flags & PeerFlag.ChannelMaster) !== 0;
    this.#joined = true;
    this.#peers.clear();
  }

  /** @internal A peer was told of, for the first time or again. */
  meet(id: number): Peer {
    const peer = this.#peers.get(id) ?? new Peer(this, this.#voice, id);
    this.#peers.set(id, peer);
    return peer;
  }

  /** @internal */
  part(id: number): void {
    this.#peers.delete(id);
  }

  /** @internal The client is out of it. */
  exit(): void {
    this.#joined = false;
    this.#isMaster = false;
    this.#peers.clear();
  }
}

/** Another client of a channel. */
export class Peer {
  readonly channel: Channel;
  /** Its number, the same in all channels. */
  readonly id: number;
  readonly #voice: Voice;
  #name = "";
  #isMaster = false;

  /** @internal */
  constructor(channel: Channel, voice: Voice, id: number) {
    this.channel = channel;
    this.#voice = voice;
    this.id = id;
  }

  /** Its name, as it is now. */
  get name(): string {
    return this.#name;
  }

  /** Whether it is the channel's master. */
  get isMaster(): boolean {
    return this.#isMaster;
  }

  /** Sends it a value that nobody else gets. False where there is no connection. */
  send(value: Value, subchannel = 0, options: ValueOptions = {}): boolean {
    const message = toPeer(this, value, subchannel, options);
    return this.channel.joined && this.#voice.say(message);
  }

  /** As `send`, by UDP. False where it went nowhere. */
  blast(value: Value, subchannel = 0, options: ValueOptions = {}): boolean {
    const message = toPeer(this, value, subchannel, options);
    return this.channel.joined && this.#voice.say(message, true);
  }

  /** @internal What the server says of it. */
  describe(name: string, flags: number): void {
    this.#name = name;
    this.#isMaster = (flags & PeerFlag.ChannelMaster) !== 0;
  }
}

function toChannel(channel: number, value: Value, subchannel: number, options: ValueOptions): ClientMessage {
  const { isObject, variant, data } = contentOf(value, subchannel, options);
  const type = isObject ? "ObjectChannelMessage" : "BinaryChannelMessage";
  return { type, subchannel, variant, data, channel };
}

function toPeer(peer: Peer, value: Value, subchannel: number, options: ValueOptions): ClientMessage {
  const { isObject, variant, data } = contentOf(value, subchannel, options);
  const type = isObject ? "ObjectPeerMessage" : "BinaryPeerMessage";
  return { type, subchannel, variant, data, channel: peer.channel.id, peer: peer.id };
}

/** A message to the server itself. */
export function toServer(value: Value, subchannel: number, options: ValueOptions): ClientMessage {
  const { isObject, variant, data } = contentOf(value, subchannel, options);
  return { type: isObject ? "ObjectServerMessage" : "BinaryServerMessage", subchannel, variant, data };
}
