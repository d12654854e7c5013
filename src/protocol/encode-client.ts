import { ClientType, RequestType } from "./constants.ts";
import type { ClientMessage } from "./messages.ts";
import { type Frame, Writer } from "./writer.ts";

const writer = new Writer();

function request(type: number): Writer {
  return writer.begin(ClientType.Request).u8(type);
}

/** Encodes what a client says: section 4. The frame holds until the next call. */
export function encodeClientMessage(message: ClientMessage): Frame {
  switch (message.type) {
    case "Connect":
      return request(RequestType.Connect).raw(message.version).finish();
    case "SetName":
      return request(RequestType.SetName).raw(message.name).finish();
    case "JoinChannel":
      return request(RequestType.JoinChannel).u8(message.flags).raw(message.name).finish();
    case "LeaveChannel":
      return request(RequestType.LeaveChannel).u16(message.channel).finish();
    case "ChannelList":
      return request(RequestType.ChannelList).finish();
    case "UDPHello":
    case "Pong":
      return writer.begin(ClientType[message.type]).finish();
    case "ChannelMaster":
      return writer
        .begin(ClientType.ChannelMaster)
        .u16(message.channel)
        .u8(message.action)
        .u16(message.peer)
        .finish();
    case "Implementation":
      return writer.begin(ClientType.Implementation).raw(message.text).finish();
    default: {
      writer.begin(ClientType[message.type], message.variant).u8(message.subchannel);
      if ("channel" in message) writer.u16(message.channel);
      if ("peer" in message) writer.u16(message.peer);
      return writer.raw(message.data).finish();
    }
  }
}
