import type { RequestName } from "../protocol/constants.ts";
import type { Channel, Peer } from "./channel.ts";
import type { Received } from "./received.ts";

/** What a client is told, by the name of the event. */
export interface ClientEvents {
  /** The server has accepted the connection; `again` after one that was lost. */
  readonly connected: { readonly id: number; readonly welcome: string; readonly again: boolean };
  /** There is no connection. In `retryIn` milliseconds another is tried; undefined: none, this is the end. */
  readonly disconnected: { readonly reason: string; readonly retryIn: number | undefined };
  /** Blasts get through from now on, or (`ready` false) the server has not answered by UDP within 5 s. */
  readonly blasts: { readonly ready: boolean };
  /** What a client that came back had before was denied, and is asked for again for a while. */
  readonly denied: { readonly request: RequestName; readonly name: string; readonly reason: string };
  /** The client has another name, asked for or not. */
  readonly nameChanged: { readonly name: string; readonly before: string };
  /** The client is in a channel, asked for or not; `again` after a connection that was lost. */
  readonly joined: { readonly channel: Channel; readonly again: boolean };
  /** The client is out of a channel. `asked` is false where it was kicked, the channel closed, or it stayed denied. */
  readonly left: { readonly channel: Channel; readonly asked: boolean };
  readonly peerJoined: { readonly channel: Channel; readonly peer: Peer };
  readonly peerLeft: { readonly channel: Channel; readonly peer: Peer };
  readonly peerNameChanged: { readonly channel: Channel; readonly peer: Peer; readonly before: string };
  /** A peer has become the channel's master, or is it no more (see `peer.isMaster`). */
  readonly masterChanged: { readonly channel: Channel; readonly peer: Peer };
  /** A message of the server to this client. */
  readonly serverMessage: { readonly message: Received };
  /** A message of a peer to all of a channel. */
  readonly channelMessage: { readonly channel: Channel; readonly peer: Peer; readonly message: Received };
  /** A message of a peer to this client alone. */
  readonly peerMessage: { readonly channel: Channel; readonly peer: Peer; readonly message: Received };
  /** A message of the server to all of a channel. */
  readonly serverChannelMessage: { readonly channel: Channel; readonly message: Received };
  /** Something came that cannot be read, and was passed over. */
  readonly misread: { readonly reason: string };
}
