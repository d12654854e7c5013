import type { RequestName } from "./constants.ts";

/** The fields that every relayed message has. `data` is the application's and is never looked into here. */
interface Content {
  /** The application's byte, 0 to 255. */
  readonly subchannel: number;
  /** The data format, 0 to 15. */
  readonly variant: number;
  readonly data: Uint8Array;
}

interface ToChannel extends Content {
  readonly channel: number;
}

/** `peer` is the recipient in what clients say, and the sender in what the server says. */
interface WithPeer extends ToChannel {
  readonly peer: number;
}

/** Everything that a client can say: section 4. Texts are bytes, as on the wire. */
export type ClientMessage =
  | { readonly type: "Connect"; readonly version: Uint8Array }
  | { readonly type: "SetName"; readonly name: Uint8Array }
  | { readonly type: "JoinChannel"; readonly flags: number; readonly name: Uint8Array }
  | { readonly type: "LeaveChannel"; readonly channel: number }
  | { readonly type: "ChannelList" }
  | ({ readonly type: "BinaryServerMessage" | "ObjectServerMessage" } & Content)
  | ({ readonly type: "BinaryChannelMessage" | "ObjectChannelMessage" } & ToChannel)
  | ({ readonly type: "BinaryPeerMessage" | "ObjectPeerMessage" } & WithPeer)
  | { readonly type: "UDPHello" }
  | {
      readonly type: "ChannelMaster";
      readonly channel: number;
      readonly action: number;
      readonly peer: number;
    }
  | { readonly type: "Pong" }
  | { readonly type: "Implementation"; readonly text: Uint8Array };

/** A peer as a JoinChannel response lists it: section 5.1. */
export interface PeerEntry {
  readonly peer: number;
  readonly flags: number;
  readonly name: Uint8Array;
}

/** A channel as a ChannelList response lists it: section 5.1. */
export interface ChannelEntry {
  readonly peers: number;
  readonly name: Uint8Array;
}

/** A successful response: section 5.1. */
export type Success =
  | {
      readonly type: "Response";
      readonly request: "Connect";
      readonly success: true;
      readonly id: number;
      readonly welcome: Uint8Array;
    }
  | {
      readonly type: "Response";
      readonly request: "SetName";
      readonly success: true;
      readonly name: Uint8Array;
    }
  | {
      readonly type: "Response";
      readonly request: "JoinChannel";
      readonly success: true;
      readonly flags: number;
      readonly name: Uint8Array;
      readonly channel: number;
      readonly peers: readonly PeerEntry[];
    }
  | {
      readonly type: "Response";
      readonly request: "LeaveChannel";
      readonly success: true;
      readonly channel: number;
    }
  | {
      readonly type: "Response";
      readonly request: "ChannelList";
      readonly success: true;
      readonly channels: readonly ChannelEntry[];
    };

/** A failed response: `name` with SetName and JoinChannel, `channel` with LeaveChannel: section 5.1. */
export interface Failure {
  readonly type: "Response";
  readonly request: RequestName;
  readonly success: false;
  readonly name?: Uint8Array;
  readonly channel?: number;
  readonly reason: Uint8Array;
}

/** Everything that the server can say: section 5. */
export type ServerMessage =
  | Success
  | Failure
  | ({ readonly type: "BinaryServerMessage" | "ObjectServerMessage" } & Content)
  | ({ readonly type: "BinaryChannelMessage" | "ObjectChannelMessage" } & WithPeer)
  | ({ readonly type: "BinaryPeerMessage" | "ObjectPeerMessage" } & WithPeer)
  | ({ readonly type: "BinaryServerChannelMessage" | "ObjectServerChannelMessage" } & ToChannel)
  | {
      readonly type: "Peer";
      readonly channel: number;
      readonly peer: number;
      readonly flags: number;
      readonly name: Uint8Array;
    }
  | { readonly type: "PeerLeft"; readonly channel: number; readonly peer: number }
  | { readonly type: "UDPWelcome" }
  | { readonly type: "Ping" }
  | { readonly type: "ImplementationRequest" };
