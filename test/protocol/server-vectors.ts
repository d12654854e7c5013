import type { ServerMessage } from "../../src/protocol/messages.ts";
import { hex } from "../support/wire.ts";
import { channel, peer, sizes, subchannel, text, type Vector } from "./vectors.ts";

/** Everything that the server can say: section 5. */
export const serverVectors: readonly Vector<ServerMessage>[] = [
  ...sizes,
  {
    title: "Connect success",
    message: { type: "Response", request: "Connect", success: true, id: 0x0102, welcome: text("hi") },
    frame: "00 06 00 01 0201 6869",
  },
  {
    title: "Connect success without a welcome",
    message: { type: "Response", request: "Connect", success: true, id: 1, welcome: text("") },
    frame: "00 04 00 01 0100",
  },
  {
    title: "Connect failure",
    message: { type: "Response", request: "Connect", success: false, reason: text("no") },
    frame: "00 04 00 00 6e6f",
  },
  {
    title: "SetName success",
    message: { type: "Response", request: "SetName", success: true, name: text("Zoë") },
    frame: "00 07 01 01 04 5a6fc3ab",
  },
  {
    title: "SetName success with the longest name",
    message: { type: "Response", request: "SetName", success: true, name: hex("61".repeat(255)) },
    frame: `00 fe 0201 01 01 ff ${"61".repeat(255)}`,
  },
  {
    title: "SetName failure",
    message: { type: "Response", request: "SetName", success: false, name: text("Zoë"), reason: text("no") },
    frame: "00 09 01 00 04 5a6fc3ab 6e6f",
  },
  {
    title: "SetName failure for an empty name",
    message: { type: "Response", request: "SetName", success: false, name: text(""), reason: text("no") },
    frame: "00 05 01 00 00 6e6f",
  },
  {
    title: "JoinChannel success, the first one in",
    message: {
      type: "Response",
      request: "JoinChannel",
      success: true,
      flags: 1,
      name: text("Lobby"),
      channel,
      peers: [],
    },
    frame: "00 0b 02 01 01 05 4c6f626279 0403",
  },
  {
    title: "JoinChannel success with two peers",
    message: {
      type: "Response",
      request: "JoinChannel",
      success: true,
      flags: 0,
      name: text("Lobby"),
      channel,
      peers: [
        { peer, flags: 1, name: text("Al") },
        { peer: 7, flags: 0, name: text("Bo") },
      ],
    },
    frame: "00 17 02 01 00 05 4c6f626279 0403 0605 01 02 416c 0700 00 02 426f",
  },
  {
    title: "JoinChannel failure: no flags",
    message: {
      type: "Response",
      request: "JoinChannel",
      success: false,
      name: text("Lobby"),
      reason: text("no"),
    },
    frame: "00 0a 02 00 05 4c6f626279 6e6f",
  },
  {
    title: "LeaveChannel success",
    message: { type: "Response", request: "LeaveChannel", success: true, channel },
    frame: "00 04 03 01 0403",
  },
  {
    title: "LeaveChannel failure",
    message: { type: "Response", request: "LeaveChannel", success: false, channel, reason: text("no") },
    frame: "00 06 03 00 0403 6e6f",
  },
  {
    title: "ChannelList success with no channels",
    message: { type: "Response", request: "ChannelList", success: true, channels: [] },
    frame: "00 02 04 01",
  },
  {
    title: "ChannelList success",
    message: {
      type: "Response",
      request: "ChannelList",
      success: true,
      channels: [
        { peers: 0x0102, name: text("Lobby") },
        { peers: 1, name: text("x") },
      ],
    },
    frame: "00 0e 04 01 0201 05 4c6f626279 0100 01 78",
  },
  {
    title: "ChannelList failure",
    message: { type: "Response", request: "ChannelList", success: false, reason: text("no") },
    frame: "00 04 04 00 6e6f",
  },
  {
    title: "BinaryServerMessage",
    message: { type: "BinaryServerMessage", subchannel, variant: 0, data: text("hi") },
    frame: "10 03 09 6869",
    datagram: "10 09 6869",
  },
  {
    title: "BinaryChannelMessage",
    message: { type: "BinaryChannelMessage", subchannel, variant: 1, channel, peer, data: hex("78563412") },
    frame: "21 09 09 0403 0605 78563412",
    datagram: "21 09 0403 0605 78563412",
  },
  {
    title: "BinaryPeerMessage",
    message: { type: "BinaryPeerMessage", subchannel, variant: 15, channel, peer, data: text("") },
    frame: "3f 05 09 0403 0605",
    datagram: "3f 09 0403 0605",
  },
  {
    title: "BinaryServerChannelMessage",
    message: { type: "BinaryServerChannelMessage", subchannel, variant: 2, channel, data: hex("ff00") },
    frame: "42 05 09 0403 ff00",
    datagram: "42 09 0403 ff00",
  },
  {
    title: "ObjectServerMessage",
    message: { type: "ObjectServerMessage", subchannel, variant: 0, data: text("{}") },
    frame: "50 03 09 7b7d",
    datagram: "50 09 7b7d",
  },
  {
    title: "ObjectChannelMessage",
    message: { type: "ObjectChannelMessage", subchannel, variant: 0, channel, peer, data: text("[1]") },
    frame: "60 08 09 0403 0605 5b315d",
    datagram: "60 09 0403 0605 5b315d",
  },
  {
    title: "ObjectPeerMessage",
    message: { type: "ObjectPeerMessage", subchannel, variant: 0, channel, peer, data: text("null") },
    frame: "70 09 09 0403 0605 6e756c6c",
    datagram: "70 09 0403 0605 6e756c6c",
  },
  {
    title: "ObjectServerChannelMessage",
    message: { type: "ObjectServerChannelMessage", subchannel, variant: 0, channel, data: text('"x"') },
    frame: "80 06 09 0403 227822",
    datagram: "80 09 0403 227822",
  },
  {
    title: "Peer, one who joined",
    message: { type: "Peer", channel, peer, flags: 0, name: text("Zoë") },
    frame: "90 09 0403 0605 00 5a6fc3ab",
  },
  {
    title: "Peer, the channel master",
    message: { type: "Peer", channel, peer, flags: 1, name: text("Al") },
    frame: "90 07 0403 0605 01 416c",
  },
  { title: "Peer, one who left", message: { type: "PeerLeft", channel, peer }, frame: "90 04 0403 0605" },
  { title: "UDPWelcome", message: { type: "UDPWelcome" }, datagram: "a0" },
  { title: "Ping", message: { type: "Ping" }, frame: "b0 00", datagram: "b0" },
  { title: "ImplementationRequest", message: { type: "ImplementationRequest" }, frame: "c0 00" },
];
