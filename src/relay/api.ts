import type { RequestName } from "../protocol/constants.ts";
import type { Value, ValueOptions } from "../protocol/value.ts";
import type { Duration } from "../settings/units.ts";
import type { TransportKind } from "./link.ts";

/** What an owner keeps with a client; known keys can be added by declaration merging. */
export interface ClientData {
  [key: string]: unknown;
}

/** What an owner keeps with a channel; known keys can be added by declaration merging. */
export interface ChannelData {
  [key: string]: unknown;
}

/** How a message to one client is sent. */
export interface SendOptions extends ValueOptions {
  /**
   * Sends it as a message of this channel (types 4 and 8 of section 5), to this client alone, and nothing where the
   * client is not in it: old clients drop their connection when they hear of such a channel.
   */
  readonly channel?: Channel;
}

/** How a channel is made; it matters only to who creates it (section 4.1). */
export interface JoinOptions {
  /** Leave the channel out of the channel list. */
  readonly hidden?: boolean;
  /** Close the channel when its master leaves (unless `channels.autoClose` is off). */
  readonly autoClose?: boolean;
}

/** How an owner makes a channel. */
export interface ChannelOptions {
  /** Leave the channel out of the channel list. */
  readonly hidden?: boolean;
  /** How many clients it holds: see Channel.limit. */
  readonly limit?: number;
  /** Stay open while nobody is in it, which an owner's channel does by default: see Channel.persistent. */
  readonly persistent?: boolean;
}

/** A line of a channel list that an owner made up. */
export interface ListedChannel {
  readonly name: string;
  readonly peers: number;
}

/**
 * A connected program, as the server sees it. What is done with a client that has left does nothing, returns nothing,
 * and is noted in the log with the line that did it; nothing here asks the `accept...` hooks: these are the owner's own acts. They are seen by clients in the
 * order in which they were done.
 */
export interface Client {
  /** 1 to 65534, unique among those connected; 0 before the server took the connection up. */
  readonly id: number;
  /** The name as text; empty before the client has one. Names are bytes on the wire: section 8. */
  readonly name: string;
  /** The IP address; an IPv4 address in its own form (`192.0.2.1`). */
  readonly address: string;
  readonly transport: TransportKind;
  /** Milliseconds from the last Ping to its Pong; undefined before the first. */
  readonly latency: number | undefined;
  /** What the client says it is built on, as it said it (sections 4 and 5, Implementation). */
  readonly implementation: string | undefined;
  /** The channels that the client is in. */
  readonly channels: readonly Channel[];
  /** False once the client has left. */
  readonly connected: boolean;
  /** Whatever the owner wants to keep with the client. */
  readonly data: ClientData;
  /**
   * Sends a server message (section 5, types 1 and 5) by TCP: a text, a whole number of 32 bits, bytes, or anything
   * else as JSON. Throws a RangeError or TypeError for a value, variant or subchannel that cannot be sent.
   */
  sendMessage(value: Value, subchannel?: number, options?: SendOptions): void;
  /** As `sendMessage`, by UDP: it may be lost, and goes nowhere where the client has no UDP (section 3). */
  blast(value: Value, subchannel?: number, options?: SendOptions): void;
  /** Gives the client a name. Returns why not where it cannot be: invalid or taken. */
  setName(name: string): string | undefined;
  /** Puts the client into a channel, made if there is none of that name. Returns why not where it cannot be. */
  joinChannel(name: string, options?: JoinOptions): string | undefined;
  /** Takes the client out of a channel; the client is told by a LeaveChannel success. */
  leaveChannel(channel: Channel): void;
  /** Sends the channel list, or another one. */
  sendChannelList(channels?: Iterable<ListedChannel>): void;
  /** Tells the client that a request was denied: the failures of section 5.1. */
  warn(
    request: RequestName,
    reason: string,
    about?: { readonly name?: string; readonly channel?: Channel },
  ): void;
  /** Sends a Ping; with `timeout` (seconds, or "500ms") the client is let go when it says nothing for so long. */
  ping(timeout?: Duration): void;
  /** Ends the connection, after what is queued. A reason is told to the client by a Connect failure (section 5.1). */
  disconnect(reason?: string): void;
}

/** A channel. What is done with one that was closed does nothing, and is noted in the log with the line that did it. */
export interface Channel {
  /** 1 to 65534, unique among the open ones. */
  readonly id: number;
  /** In the spelling of who created it. */
  readonly name: string;
  /** The client who created it, while there; with `channels.succession` or when the owner says so, somebody else. */
  readonly master: Client | undefined;
  /** Left out of the channel list. */
  hidden: boolean;
  /** Closes when its master leaves. */
  autoClose: boolean;
  /**
   * How many clients it holds, from 1; undefined, as it is at first: as many as `limits.peersPerChannel` lets in, which
   * is never exceeded. Who is in it already stays. Setting what is no such number throws a RangeError.
   */
  limit: number | undefined;
  /** Stays open when the last client leaves. An empty channel that is set not to be persistent closes. */
  persistent: boolean;
  /** Who is in it. */
  readonly clients: readonly Client[];
  /** False once the channel is closed. */
  readonly open: boolean;
  /** Whatever the owner wants to keep with the channel. */
  readonly data: ChannelData;
  /** Sends a message of the server to everybody in the channel (section 5, types 4 and 8); see Client.sendMessage. */
  sendMessage(value: Value, subchannel?: number, options?: ValueOptions): void;
  /** As `sendMessage`, by UDP. */
  blast(value: Value, subchannel?: number, options?: ValueOptions): void;
  /** Makes one of the channel's clients its master, or nobody; the others are told. */
  setMaster(client: Client | undefined): void;
  /** Takes a client out of the channel; it is told by a LeaveChannel success. */
  kick(client: Client): void;
  /** Takes everybody out; each is told by a LeaveChannel success. */
  close(): void;
}

/** Clients or channels by id and name. */
export interface Collection<T> extends Iterable<T> {
  readonly size: number;
  get(id: number): T | undefined;
  /** By name, compared in simplified form (section 8); the first of several that have it. */
  named(name: string): T | undefined;
}
