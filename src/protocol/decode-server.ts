import { RequestType, ServerType } from "./constants.ts";
import { headType, headVariant } from "./decode.ts";
import { ProtocolError } from "./error.ts";
import type { ChannelEntry, Failure, PeerEntry, ServerMessage, Success } from "./messages.ts";
import type { Reader } from "./reader.ts";

function readName(reader: Reader): Uint8Array {
  return reader.view(reader.u8("name length"), "name");
}

function peers(reader: Reader): PeerEntry[] {
  const list: PeerEntry[] = [];
  while (reader.remaining > 0)
    list.push({ peer: reader.u16("peer"), flags: reader.u8("flags"), name: readName(reader) });
  return list;
}

function channels(reader: Reader): ChannelEntry[] {
  const list: ChannelEntry[] = [];
  while (reader.remaining > 0) list.push({ peers: reader.u16("peer count"), name: readName(reader) });
  return list;
}

function decodeSuccess(request: number, reader: Reader): Success {
  const type = "Response";
  const success = true;
  switch (request) {
    case RequestType.Connect:
      return { type, request: "Connect", success, id: reader.u16("id"), welcome: reader.rest() };
    case RequestType.SetName:
      return { type, request: "SetName", success, name: readName(reader) };
    case RequestType.JoinChannel: {
      const [flags, name, channel] = [reader.u8("flags"), readName(reader), reader.u16("channel")];
      return { type, request: "JoinChannel", success, flags, name, channel, peers: peers(reader) };
    }
    case RequestType.LeaveChannel:
      return { type, request: "LeaveChannel", success, channel: reader.u16("channel") };
    default:
      return { type, request: "ChannelList", success, channels: channels(reader) };
  }
}

function decodeFailure(request: number, reader: Reader): Failure {
  const type = "Response";
  const success = false;
  switch (request) {
    case RequestType.Connect:
      return { type, request: "Connect", success, reason: reader.rest() };
    case RequestType.SetName:
      return { type, request: "SetName", success, name: readName(reader), reason: reader.rest() };
    case RequestType.JoinChannel:
      return { type, request: "JoinChannel", success, name: readName(reader), reason: reader.rest() };
    case RequestType.LeaveChannel:
      return {
        type,
        request: "LeaveChannel",
        success,
        channel: reader.u16("channel"),
        reason: reader.rest(),
      };
    default:
      return { type, request: "ChannelList", success, reason: reader.rest() };
  }
}

function decodeResponse(reader: Reader): ServerMessage {
  const request = reader.u8("request");
  if (request > RequestType.ChannelList) throw new ProtocolError("unknown request", `response ${request}`);
  return reader.u8("success") === 0 ? decodeFailure(request, reader) : decodeSuccess(request, reader);
}

function decodePeer(reader: Reader): ServerMessage {
  const [channel, peer] = [reader.u16("channel"), reader.u16("peer")];
  if (reader.remaining === 0) return { type: "PeerLeft", channel, peer };
  return { type: "Peer", channel, peer, flags: reader.u8("flags"), name: reader.rest() };
}

const CONTENT_TYPES = [
  "BinaryServerMessage",
  "BinaryChannelMessage",
  "BinaryPeerMessage",
  "BinaryServerChannelMessage",
  "ObjectServerMessage",
  "ObjectChannelMessage",
  "ObjectPeerMessage",
  "ObjectServerChannelMessage",
] as const;

function decodeContent(head: number, reader: Reader): ServerMessage {
  const type = CONTENT_TYPES[
    headType(head) - ServerType.BinaryServerMessage
  ] as (typeof CONTENT_TYPES)[number];
  const content = { variant: headVariant(head), subchannel: reader.u8("subchannel") };
  switch (type) {
    case "BinaryServerMessage":
    case "ObjectServerMessage":
      return { type, ...content, data: reader.rest() };
    case "BinaryServerChannelMessage":
    case "ObjectServerChannelMessage":
      return { type, ...content, channel: reader.u16("channel"), data: reader.rest() };
    default:
      return {
        type,
        ...content,
        channel: reader.u16("channel"),
        peer: reader.u16("peer"),
        data: reader.rest(),
      };
  }
}

/**
 * Decodes what the server says: section 5. `reader` is aimed at the payload; byte fields are views into it.
 * Throws a ProtocolError: "too short", "unknown request" or "unknown type".
 */
export function decodeServerMessage(head: number, reader: Reader): ServerMessage {
  const type = headType(head);
  switch (type) {
    case ServerType.Response:
      return decodeResponse(reader);
    case ServerType.Peer:
      return decodePeer(reader);
    case ServerType.UDPWelcome:
      return { type: "UDPWelcome" };
    case ServerType.Ping:
      return { type: "Ping" };
    case ServerType.ImplementationRequest:
      return { type: "ImplementationRequest" };
    default:
      if (type > ServerType.ImplementationRequest) throw new ProtocolError("unknown type", `type ${type}`);
      return decodeContent(head, reader);
  }
}
