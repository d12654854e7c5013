import type { Breach } from "../../src/protocol/error.ts";

export interface Malformed {
  readonly title: string;
  readonly frame: string;
  readonly breach: Breach;
}

/** What no client may say: "malformed frame" in section 6. */
export const malformedFromClients: readonly Malformed[] = [
  { title: "a request that does not say which", frame: "00 00", breach: "too short" },
  { title: "request 5", frame: "00 01 05", breach: "unknown request" },
  { title: "request 255", frame: "00 02 ff 00", breach: "unknown request" },
  { title: "JoinChannel without flags", frame: "00 01 02", breach: "too short" },
  { title: "LeaveChannel without a channel", frame: "00 01 03", breach: "too short" },
  { title: "LeaveChannel with half a channel", frame: "00 02 03 04", breach: "too short" },
  { title: "BinaryServerMessage without a subchannel", frame: "10 00", breach: "too short" },
  { title: "BinaryChannelMessage without a channel", frame: "20 01 09", breach: "too short" },
  { title: "BinaryChannelMessage with half a channel", frame: "20 02 09 04", breach: "too short" },
  { title: "BinaryPeerMessage without a peer", frame: "30 03 09 0403", breach: "too short" },
  { title: "BinaryPeerMessage with half a peer", frame: "30 04 09 0403 06", breach: "too short" },
  { title: "ObjectServerMessage without a subchannel", frame: "40 00", breach: "too short" },
  { title: "ObjectChannelMessage with half a channel", frame: "50 02 09 04", breach: "too short" },
  { title: "ObjectPeerMessage with half a peer", frame: "60 04 09 0403 06", breach: "too short" },
  { title: "ChannelMaster of nothing", frame: "80 00", breach: "too short" },
  { title: "ChannelMaster without a peer", frame: "80 03 0403 00", breach: "too short" },
  { title: "ChannelMaster with half a peer", frame: "80 04 0403 00 06", breach: "too short" },
  { title: "type 11", frame: "b0 00", breach: "unknown type" },
  { title: "type 12", frame: "c0 01 00", breach: "unknown type" },
  { title: "type 13", frame: "d0 00", breach: "unknown type" },
  { title: "type 14", frame: "ef 00", breach: "unknown type" },
  { title: "type 15", frame: "ff 00", breach: "unknown type" },
];

/** What no server may say. */
export const malformedFromServers: readonly Malformed[] = [
  { title: "a response to nothing", frame: "00 00", breach: "too short" },
  { title: "a response to request 5", frame: "00 02 05 01", breach: "unknown request" },
  { title: "a response without an outcome", frame: "00 01 00", breach: "too short" },
  { title: "Connect success with half an id", frame: "00 03 00 01 01", breach: "too short" },
  { title: "SetName success without a length", frame: "00 02 01 01", breach: "too short" },
  {
    title: "SetName success with less of a name than it says",
    frame: "00 04 01 01 02 41",
    breach: "too short",
  },
  {
    title: "SetName failure with less of a name than it says",
    frame: "00 04 01 00 02 41",
    breach: "too short",
  },
  { title: "JoinChannel success without a channel", frame: "00 05 02 01 00 01 41", breach: "too short" },
  {
    title: "JoinChannel success with half a peer",
    frame: "00 09 02 01 00 01 41 0403 0605",
    breach: "too short",
  },
  {
    title: "JoinChannel success with half a peer's name",
    frame: "00 0c 02 01 00 01 41 0403 0605 00 02 41",
    breach: "too short",
  },
  { title: "LeaveChannel success with half a channel", frame: "00 03 03 01 04", breach: "too short" },
  { title: "LeaveChannel failure with half a channel", frame: "00 03 03 00 04", breach: "too short" },
  { title: "ChannelList with half a channel", frame: "00 04 04 01 0100", breach: "too short" },
  { title: "BinaryChannelMessage without a peer", frame: "20 03 09 0403", breach: "too short" },
  { title: "BinaryServerChannelMessage with half a channel", frame: "40 02 09 04", breach: "too short" },
  { title: "Peer without a peer", frame: "90 02 0403", breach: "too short" },
  { title: "type 13", frame: "d0 00", breach: "unknown type" },
  { title: "type 14", frame: "e0 00", breach: "unknown type" },
  { title: "type 15", frame: "f0 00", breach: "unknown type" },
];
