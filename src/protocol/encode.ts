import { MAX_NAME_LENGTH, PeerFlag, type RequestName, RequestType, ServerType } from "./constants.ts";
import type { Content } from "./content.ts";
import type { ChannelEntry, PeerEntry } from "./messages.ts";
import { cutText } from "./text.ts";
import { contentOf, type Value, type ValueOptions } from "./value.ts";
import { type Frame, Writer } from "./writer.ts";

/**
 * What the server says (section 5), one function a message. All share one buffer: a frame holds until the next call.
 */
const writer = new Writer();

const SUCCESS = 1;
const FAILURE = 0;

function response(request: number, success: number): Writer {
  return writer.begin(ServerType.Response).u8(request).u8(success);
}

export function connectAccepted(id: number, welcome: string): Frame {
  return response(RequestType.Connect, SUCCESS).u16(id).text(welcome).finish();
}

export function nameAccepted(name: Uint8Array): Frame {
  return response(RequestType.SetName, SUCCESS).name(name).finish();
}

/** `peers` are those who were there before. */
export function channelJoined(
  joined: { isMaster: boolean; name: Uint8Array; channel: number },
  peers: Iterable<PeerEntry>,
): Frame {
  response(RequestType.JoinChannel, SUCCESS);
  writer
    .u8(joined.isMaster ? PeerFlag.ChannelMaster : 0)
    .name(joined.name)
    .u16(joined.channel);
  for (const { peer, flags, name } of peers) writer.u16(peer).u8(flags).name(name);
  return writer.finish();
}

/** The answer to a LeaveChannel request; also sent unasked, to the kicked and where a channel closed. */
export function channelLeft(channel: number): Frame {
  return response(RequestType.LeaveChannel, SUCCESS).u16(channel).finish();
}

export function channelList(channels: Iterable<ChannelEntry>): Frame {
  response(RequestType.ChannelList, SUCCESS);
  for (const { peers, name } of channels) writer.u16(peers).name(name);
  return writer.finish();
}

/** What a denied request was about: a name with SetName and JoinChannel, a channel's id with LeaveChannel. */
export interface Subject {
  readonly name?: Uint8Array;
  readonly channel?: number;
}

/** A failed request. The name is cut to 255 bytes; the reason must have a character (section 6). */
export function denied(request: RequestName, reason: string, subject: Subject = {}): Frame {
  response(RequestType[request], FAILURE);
  if (request === "SetName" || request === "JoinChannel") {
    writer.name(cutText(subject.name ?? new Uint8Array(0), MAX_NAME_LENGTH));
  }
  if (request === "LeaveChannel") writer.u16(subject.channel ?? 0);
  return writer.text(reason).finish();
}

function relayed(content: Content, binaryType: number): Writer {
  const type = content.isObject ? binaryType + OBJECT_OFFSET : binaryType;
  return writer.begin(type, content.variant).u8(content.subchannel);
}

/** An Object message's type is so much above that of its Binary twin. */
const OBJECT_OFFSET = ServerType.ObjectServerMessage - ServerType.BinaryServerMessage;

/** A message from the server to one client. */
export function serverMessage(content: Content): Frame {
  return relayed(content, ServerType.BinaryServerMessage)
    .raw(content.bytes, content.start, content.end)
    .finish();
}

/** A message from the server to a channel. */
export function serverChannelMessage(content: Content, channel: number): Frame {
  return relayed(content, ServerType.BinaryServerChannelMessage)
    .u16(channel)
    .raw(content.bytes, content.start, content.end)
    .finish();
}

function fromClient(content: Content, sender: number, binaryType: number): Frame {
  return relayed(content, binaryType)
    .u16(content.channel)
    .u16(sender)
    .raw(content.bytes, content.start, content.end)
    .finish();
}

/** A channel message; `sender` is the id of the client it comes from. */
export function channelMessage(content: Content, sender: number): Frame {
  return fromClient(content, sender, ServerType.BinaryChannelMessage);
}

/** A peer message; `sender` is the id of the client it comes from. */
export function peerMessage(content: Content, sender: number): Frame {
  return fromClient(content, sender, ServerType.BinaryPeerMessage);
}

/** A peer joined, was renamed, or its flags changed. */
export function peerChanged(channel: number, { peer, flags, name }: PeerEntry): Frame {
  return writer.begin(ServerType.Peer).u16(channel).u16(peer).u8(flags).raw(name).finish();
}

export function peerLeft(channel: number, peer: number): Frame {
  return writer.begin(ServerType.Peer).u16(channel).u16(peer).finish();
}

/** By UDP only. */
export function udpWelcome(): Frame {
  return writer.begin(ServerType.UDPWelcome).finish();
}

/** By TCP the client answers with Pong; by UDP it keeps a NAT binding alive: section 3. */
export function ping(): Frame {
  return writer.begin(ServerType.Ping).finish();
}

export function implementationRequest(): Frame {
  return writer.begin(ServerType.ImplementationRequest).finish();
}

/** The server's message with `value`: to a client, or as one of a channel (section 5). Throws as `contentOf` does. */
export function serverFrame(
  value: Value,
  subchannel: number,
  options: ValueOptions,
  channel?: number,
): Frame {
  const content = contentOf(value, subchannel, options);
  return channel === undefined ? serverMessage(content) : serverChannelMessage(content, channel);
}
