/** The version text of a Connect request: section 4.1. */
export const PROTOCOL_VERSION = "revision 3";

/** The first byte of a TCP connection, "binary client": section 2. */
export const OPENING_BYTE = 0x00;

/** Never given out as an id: sections 3 and 6. */
export const NO_ID = 0xffff;

/** The longest name, in bytes: its length is a `u8` (section 5.1). */
export const MAX_NAME_LENGTH = 255;

/** The largest payload that a UDP datagram to a client can carry beside its head byte (IPv4's limit). */
export const MAX_DATAGRAM_PAYLOAD = 65_506;

/** What clients say: section 4. */
export const ClientType = {
  Request: 0,
  BinaryServerMessage: 1,
  BinaryChannelMessage: 2,
  BinaryPeerMessage: 3,
  ObjectServerMessage: 4,
  ObjectChannelMessage: 5,
  ObjectPeerMessage: 6,
  UDPHello: 7,
  ChannelMaster: 8,
  Pong: 9,
  Implementation: 10,
} as const;

/** What clients request: section 4.1. The responses bear the same numbers: section 5.1. */
export const RequestType = {
  Connect: 0,
  SetName: 1,
  JoinChannel: 2,
  LeaveChannel: 3,
  ChannelList: 4,
} as const;

/** The name of a request, as protocol.md spells it. */
export type RequestName = keyof typeof RequestType;

/** What the server says: section 5. */
export const ServerType = {
  Response: 0,
  BinaryServerMessage: 1,
  BinaryChannelMessage: 2,
  BinaryPeerMessage: 3,
  BinaryServerChannelMessage: 4,
  ObjectServerMessage: 5,
  ObjectChannelMessage: 6,
  ObjectPeerMessage: 7,
  ObjectServerChannelMessage: 8,
  Peer: 9,
  UDPWelcome: 10,
  Ping: 11,
  ImplementationRequest: 12,
} as const;

/** The data format of a message, by convention: section 1. */
export const Variant = { Text: 0, Number: 1, Binary: 2 } as const;

/** In the variant of a message to or from a WebSocket client: it is blasted (section 7). */
export const BLASTED = 8;

/** Flags of a JoinChannel request: section 4.1. */
export const JoinFlag = { Hidden: 1, AutoClose: 2 } as const;

/** Flag of a peer, and of a JoinChannel response: sections 5 and 5.1. */
export const PeerFlag = { ChannelMaster: 1 } as const;

/** Actions of a ChannelMaster message: section 4. */
export const MasterAction = { Kick: 0 } as const;
