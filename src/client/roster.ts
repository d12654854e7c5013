import type { ServerMessage, Success } from "../protocol/messages.ts";
import { Channel, type JoinOptions, type Peer, type Voice } from "./channel.ts";
import type { Emitter } from "./emitter.ts";
import type { ClientEvents } from "./events.ts";
import { readText } from "./read-text.ts";
import { Received } from "./received.ts";
import { answer, type Requests } from "./requests.ts";

type Heard<Type extends ServerMessage["type"]> = Extract<ServerMessage, { type: Type }>;
type Joined = Extract<Success, { request: "JoinChannel" }>;

/** A server that stops closes its channels first: who is out of one for less than this had not left it. Milliseconds. */
const PARTING = 2000;

/** A channel in the list of channels. */
export interface ListedChannel {
  readonly name: string;
  /** How many are in it. */
  readonly peers: number;
}

/** What the client knows of itself and others: it takes what the server says, and tells what has changed. */
export class Roster {
  /** The client's name; empty until it has one. */
  name = "";
  readonly channels = new Map<number, Channel>();
  /** Channels that a lost connection was in, by the names they were joined by. */
  readonly former = new Map<string, Channel>();
  readonly #events: Emitter<ClientEvents>;
  readonly #voice: Voice;
  readonly #now: () => number;
  /** Channels that the client was put out of just now, and when. */
  readonly #lost = new Map<Channel, number>();
  /** How channels that are asked for are to be created, by name. */
  readonly #wanted = new Map<string, JoinOptions>();
  /** Former channels that were left, perhaps while they were asked for again, by name. */
  readonly #abandoned = new Map<string, Channel>();

  /** `now` gives milliseconds, as performance.now does. */
  constructor(events: Emitter<ClientEvents>, voice: Voice, now = () => performance.now()) {
    this.#events = events;
    this.#voice = voice;
    this.#now = now;
  }

  /** A channel is asked for. */
  want(name: string, options: JoinOptions): void {
    this.#wanted.set(name, options);
    this.#abandoned.delete(name);
  }

  /** The connection has ended: nobody is known any more, and the channels are kept for the next. */
  lose(toldToGo: boolean): void {
    this.#dropLongLost();
    const justLost = toldToGo ? this.#lost.keys() : [];
    for (const channel of [...this.channels.values(), ...justLost]) {
      this.former.set(channel.name, channel);
      channel.exit();
    }
    this.channels.clear();
    this.#lost.clear();
    this.#wanted.clear();
    this.#abandoned.clear();
    this.name = "";
  }

  /** A former channel is given up; `asked` where the program has left it. No other channel is. */
  forget(channel: Channel, asked: boolean): void {
    if (this.former.get(channel.name) !== channel) return;
    this.former.delete(channel.name);
    if (asked) this.#abandoned.set(channel.name, channel);
    this.#events.emit("left", { channel, asked });
  }

  /** Takes what the server says after it has accepted the connection. */
  take(message: ServerMessage, blasted: boolean, requests: Requests): void {
    switch (message.type) {
      case "Response":
        return this.#takeResponse(message, requests);
      case "Peer":
        return this.#takePeer(message);
      case "PeerLeft":
        return this.#takePeerLeft(message);
      case "BinaryServerMessage":
      case "ObjectServerMessage":
        return this.#events.emit("serverMessage", { message: new Received(message, blasted) });
      case "BinaryServerChannelMessage":
      case "ObjectServerChannelMessage":
        return this.#takeServerChannelMessage(message, blasted);
      case "BinaryChannelMessage":
      case "ObjectChannelMessage":
        return this.#takeFromPeer("channelMessage", message, blasted);
      case "BinaryPeerMessage":
      case "ObjectPeerMessage":
        return this.#takeFromPeer("peerMessage", message, blasted);
      default:
        return undefined; // pings and the like are the connection's
    }
  }

  #takeResponse(response: Heard<"Response">, requests: Requests): void {
    if (!response.success) {
      const { request, channel, reason } = response;
      const name = readText(response.name ?? new Uint8Array(0));
      if (request === "JoinChannel") this.#wanted.delete(name);
      return requests.deny(request, channel ?? name, readText(reason));
    }
    switch (response.request) {
      case "SetName":
        return this.#rename(readText(response.name), requests);
      case "JoinChannel":
        return this.#enter(response, requests);
      case "LeaveChannel":
        return this.#leave(response.channel, requests);
      case "ChannelList": {
        const list = response.channels.map(({ name, peers }) => ({ name: readText(name), peers }));
        return answer(requests.take("ChannelList", ""), list);
      }
      default:
        return undefined;
    }
  }

  #rename(name: string, requests: Requests): void {
    const before = this.name;
    this.name = name;
    if (name !== before) this.#events.emit("nameChanged", { name, before });
    answer(requests.take("SetName", name), name);
  }

  #enter(joined: Joined, requests: Requests): void {
    const name = readText(joined.name);
    const asked = requests.take("JoinChannel", name);
    const wanted = String(asked?.subject ?? name);
    const abandoned = asked && this.#abandoned.get(wanted);
    if (abandoned !== undefined) {
      this.#abandoned.delete(wanted);
      this.#wanted.delete(wanted);
      this.#voice.say({ type: "LeaveChannel", channel: joined.channel });
      return answer(asked, abandoned);
    }
    const former = this.former.get(wanted);
    const channel = former ?? new Channel(this.#voice, this.#wanted.get(wanted) ?? {});
    this.former.delete(wanted);
    for (const [lost] of this.#lost) if (lost.name === name) this.#lost.delete(lost);
    this.#wanted.delete(wanted);
    channel.enter(joined.channel, name, joined.flags);
    for (const { peer, flags, name } of joined.peers) channel.meet(peer).describe(readText(name), flags);
    this.channels.set(channel.id, channel);
    this.#events.emit("joined", { channel, again: former !== undefined });
    answer(asked, channel);
  }

  #leave(id: number, requests: Requests): void {
    const asked = requests.take("LeaveChannel", id);
    const channel = this.channels.get(id);
    if (channel !== undefined) {
      this.channels.delete(id);
      channel.exit();
      if (asked === undefined) this.#putOut(channel);
      this.#events.emit("left", { channel, asked: asked !== undefined });
    }
    answer(asked, undefined);
  }

  /** The client was put out of a channel. */
  #putOut(channel: Channel): void {
    this.#dropLongLost();
    this.#lost.set(channel, this.#now());
  }

  #dropLongLost(): void {
    const since = this.#now() - PARTING;
    for (const [channel, at] of this.#lost) {
      if (at >= since) break;
      this.#lost.delete(channel);
    }
  }

  #takePeer({ channel: id, peer: peerId, flags, name: bytes }: Heard<"Peer">): void {
    const channel = this.channels.get(id);
    if (channel === undefined) return;
    const isNew = !channel.peers.has(peerId);
    const peer = channel.meet(peerId);
    const { name: before, isMaster } = peer;
    peer.describe(readText(bytes), flags);
    if (isNew) return this.#events.emit("peerJoined", { channel, peer });
    if (peer.name !== before) this.#events.emit("peerNameChanged", { channel, peer, before });
    if (peer.isMaster !== isMaster) this.#events.emit("masterChanged", { channel, peer });
  }

  #takePeerLeft({ channel: id, peer: peerId }: Heard<"PeerLeft">): void {
    const channel = this.channels.get(id);
    const peer = channel?.peers.get(peerId);
    if (channel === undefined || peer === undefined) return;
    channel.part(peerId);
    this.#events.emit("peerLeft", { channel, peer });
  }

  #takeServerChannelMessage(
    message: Heard<"BinaryServerChannelMessage" | "ObjectServerChannelMessage">,
    blasted: boolean,
  ): void {
    const channel = this.channels.get(message.channel);
    if (channel === undefined) return; // a blast can come late
    this.#events.emit("serverChannelMessage", { channel, message: new Received(message, blasted) });
  }

  /** What comes from who is not known is passed over: a blast can come before its peer's Peer message, or late. */
  #takeFromPeer(
    event: "channelMessage" | "peerMessage",
    message: Heard<
      "BinaryChannelMessage" | "ObjectChannelMessage" | "BinaryPeerMessage" | "ObjectPeerMessage"
    >,
    blasted: boolean,
  ): void {
    const channel = this.channels.get(message.channel);
    const peer: Peer | undefined = channel?.peers.get(message.peer);
    if (channel === undefined || peer === undefined) return;
    this.#events.emit(event, { channel, peer, message: new Received(message, blasted) });
  }
}
