import { ClientType, RequestType } from "./constants.ts";
import { Content } from "./content.ts";
import { ProtocolError } from "./error.ts";
import type { ClientMessage } from "./messages.ts";
import type { Reader } from "./reader.ts";

/** The type in a head byte: section 2. */
export function headType(head: number): number {
  return head >> 4;
}

/** The variant in a head byte: section 2. */
export function headVariant(head: number): number {
  return head & 15;
}

/** A JoinChannel request, after its request byte: section 4.1. */
export function readJoinChannel(reader: Reader): { flags: number; name: Uint8Array } {
  return { flags: reader.u8("flags"), name: reader.rest() };
}

/** A ChannelMaster message: section 4. */
export function readChannelMaster(reader: Reader): { channel: number; action: number; peer: number } {
  return { channel: reader.u16("channel"), action: reader.u8("action"), peer: reader.u16("peer") };
}

/** A server, channel or peer message (types 1 to 6 of section 4), read into `content`: nothing is allocated. */
export function readContent(head: number, reader: Reader, content: Content): void {
  const type = headType(head);
  const address = (type - ClientType.BinaryServerMessage) % 3; // 0: the server, 1: a channel, 2: a peer
  content.isObject = type >= ClientType.ObjectServerMessage;
  content.variant = headVariant(head);
  content.subchannel = reader.u8("subchannel");
  if (address > 0) content.channel = reader.u16("channel");
  if (address > 1) content.peer = reader.u16("peer");
  content.bytes = reader.bytes;
  content.start = reader.offset;
  content.end = reader.end;
}

const CONTENT_TYPES = [
  "BinaryServerMessage",
  "BinaryChannelMessage",
  "BinaryPeerMessage",
  "ObjectServerMessage",
  "ObjectChannelMessage",
  "ObjectPeerMessage",
] as const;

function decodeContent(head: number, reader: Reader): ClientMessage {
  const content = new Content();
  readContent(head, reader, content);
  const type = CONTENT_TYPES[
    headType(head) - ClientType.BinaryServerMessage
  ] as (typeof CONTENT_TYPES)[number];
  const { variant, subchannel, channel, peer, data } = content;
  switch (type) {
    case "BinaryServerMessage":
    case "ObjectServerMessage":
      return { type, variant, subchannel, data };
    case "BinaryChannelMessage":
    case "ObjectChannelMessage":
      return { type, variant, subchannel, channel, data };
    default:
      return { type, variant, subchannel, channel, peer, data };
  }
}

function decodeRequest(reader: Reader): ClientMessage {
  const request = reader.u8("request");
  switch (request) {
    case RequestType.Connect:
      return { type: "Connect", version: reader.rest() };
    case RequestType.SetName:
      return { type: "SetName", name: reader.rest() };
    case RequestType.JoinChannel:
      return { type: "JoinChannel", ...readJoinChannel(reader) };
    case RequestType.LeaveChannel:
      return { type: "LeaveChannel", channel: reader.u16("channel") };
    case RequestType.ChannelList:
      return { type: "ChannelList" };
    default:
      throw new ProtocolError("unknown request", `request ${request}`);
  }
}

/**
 * Decodes what a client says: section 4. `reader` is aimed at the payload; byte fields are views into it.
 * Throws a ProtocolError: "too short", "unknown request" or "unknown type".
 */
export function decodeClientMessage(head: number, reader: Reader): ClientMessage {
  const type = headType(head);
  switch (type) {
    case ClientType.Request:
      return decodeRequest(reader);
    case ClientType.UDPHello:
      return { type: "UDPHello" };
    case ClientType.ChannelMaster:
      return { type: "ChannelMaster", ...readChannelMaster(reader) };
    case ClientType.Pong:
      return { type: "Pong" };
    case ClientType.Implementation:
      return { type: "Implementation", text: reader.rest() };
    default:
      if (type > ClientType.Implementation) throw new ProtocolError("unknown type", `type ${type}`);
      return decodeContent(head, reader);
  }
}
