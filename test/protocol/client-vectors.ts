import type { ClientMessage } from "../../src/protocol/messages.ts";
import { hex } from "../support/wire.ts";
import { channel, peer, sizes, subchannel, text, type Vector } from "./vectors.ts";

/** Everything that a client can say: section 4. */
export const clientVectors: readonly Vector<ClientMessage>[] = [
  ...sizes,
  {
    title: "Connect",
    message: { type: "Connect", version: text("revision 3") },
    frame: "00 0b 00 7265766973696f6e2033",
    tolerated: ["00 fe 0b00 00 7265766973696f6e2033", "00 ff 0b000000 00 7265766973696f6e2033"],
  },
  {
    title: "Connect with a trailing NUL",
    message: { type: "Connect", version: text("revision 3\0") },
    frame: "00 0c 00 7265766973696f6e203300",
  },
  { title: "Connect with no version", message: { type: "Connect", version: text("") }, frame: "00 01 00" },
  { title: "SetName", message: { type: "SetName", name: text("Zoë") }, frame: "00 05 01 5a6fc3ab" },
  { title: "SetName to nothing", message: { type: "SetName", name: text("") }, frame: "00 01 01" },
  {
    title: "SetName in Windows-1252",
    message: { type: "SetName", name: hex("5a6feb") },
    frame: "00 04 01 5a6feb",
  },
  {
    title: "JoinChannel",
    message: { type: "JoinChannel", flags: 0, name: text("Lobby") },
    frame: "00 07 02 00 4c6f626279",
  },
  {
    title: "JoinChannel, hidden and to be closed",
    message: { type: "JoinChannel", flags: 3, name: text("Lobby") },
    frame: "00 07 02 03 4c6f626279",
  },
  {
    title: "JoinChannel without a name",
    message: { type: "JoinChannel", flags: 0, name: text("") },
    frame: "00 02 02 00",
  },
  { title: "LeaveChannel", message: { type: "LeaveChannel", channel }, frame: "00 03 03 0403" },
  { title: "ChannelList", message: { type: "ChannelList" }, frame: "00 01 04", tolerated: ["00 fe 0100 04"] },
  {
    title: "BinaryServerMessage",
    message: { type: "BinaryServerMessage", subchannel, variant: 0, data: text("hi") },
    frame: "10 03 09 6869",
    datagram: "10 0201 09 6869",
  },
  {
    title: "BinaryServerMessage of variant 15 without data",
    message: { type: "BinaryServerMessage", subchannel, variant: 15, data: text("") },
    frame: "1f 01 09",
    datagram: "1f 0201 09",
  },
  {
    title: "BinaryChannelMessage",
    message: { type: "BinaryChannelMessage", subchannel, variant: 1, channel, data: hex("78563412") },
    frame: "21 07 09 0403 78563412",
    datagram: "21 0201 09 0403 78563412",
  },
  {
    title: "BinaryPeerMessage",
    message: { type: "BinaryPeerMessage", subchannel, variant: 2, channel, peer, data: hex("ff00") },
    frame: "32 07 09 0403 0605 ff00",
    datagram: "32 0201 09 0403 0605 ff00",
  },
  {
    title: "ObjectServerMessage",
    message: { type: "ObjectServerMessage", subchannel, variant: 0, data: text("{}") },
    frame: "40 03 09 7b7d",
    datagram: "40 0201 09 7b7d",
  },
  {
    title: "ObjectChannelMessage",
    message: { type: "ObjectChannelMessage", subchannel, variant: 0, channel, data: text("[1]") },
    frame: "50 06 09 0403 5b315d",
    datagram: "50 0201 09 0403 5b315d",
  },
  {
    title: "ObjectPeerMessage",
    message: { type: "ObjectPeerMessage", subchannel, variant: 0, channel, peer, data: text("null") },
    frame: "60 09 09 0403 0605 6e756c6c",
    datagram: "60 0201 09 0403 0605 6e756c6c",
  },
  { title: "UDPHello", message: { type: "UDPHello" }, datagram: "70 0201" },
  {
    title: "ChannelMaster, a kick",
    message: { type: "ChannelMaster", channel, action: 0, peer },
    frame: "80 05 0403 00 0605",
  },
  {
    title: "ChannelMaster, an action that there is not",
    message: { type: "ChannelMaster", channel, action: 0xff, peer },
    frame: "80 05 0403 ff 0605",
  },
  {
    title: "Pong",
    message: { type: "Pong" },
    frame: "90 00",
    datagram: "90 0201",
    tolerated: ["90 fe 0000", "90 ff 00000000"],
  },
  {
    title: "Implementation",
    message: { type: "Implementation", text: text("Bluewing Windows Unicode b103") },
    frame: "a0 1d 426c756577696e672057696e646f777320556e69636f64652062313033",
  },
  { title: "Implementation of nothing", message: { type: "Implementation", text: text("") }, frame: "a0 00" },
];
