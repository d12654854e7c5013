/** hex <-> message, read off sections 2 to 5 of protocol.md by hand. A space in the hex stands between fields. */
import type { ClientMessage, ServerMessage } from "../../src/protocol/messages.ts";
import { hex } from "../support/wire.ts";

export interface Vector<Message extends ClientMessage | ServerMessage> {
  readonly title: string;
  readonly message: Message;
  /** The TCP form; none where the message is UDP only. */
  readonly frame?: string;
  /** The UDP form, a client's with the id 0x0102; none where the message is TCP only. */
  readonly datagram?: string;
  /** TCP forms that a receiver takes too, though no sender should make them. */
  readonly tolerated?: readonly string[];
}

/** The id in the datagrams of client vectors. */
export const DATAGRAM_ID = 0x0102;

export const text = (characters: string): Uint8Array => Uint8Array.from(Buffer.from(characters));

/** The fields of relayed messages in the vectors. */
export const subchannel = 9;
export const channel = 0x0304;
export const peer = 0x0506;

/** As many bytes of data as make a payload of that size, the subchannel being the rest of it. */
const filling = (payload: number) => "61".repeat(payload - 1);

function sized(
  size: number,
  frameHeader: string,
  ...tolerated: readonly string[]
): Vector<ClientMessage & ServerMessage> {
  return {
    title: `a payload of ${size} bytes`,
    message: { type: "BinaryServerMessage", subchannel, variant: 0, data: hex(filling(size)) },
    frame: `${frameHeader} 09 ${filling(size)}`,
    tolerated: tolerated.map((header) => `${header} 09 ${filling(size)}`),
  };
}

/** Every size form at its bounds: section 2. The message looks the same in both directions. */
export const sizes = [
  sized(1, "10 01", "10 fe 0100", "10 ff 01000000"),
  sized(253, "10 fd", "10 fe fd00", "10 ff fd000000"),
  sized(254, "10 fe fe00", "10 ff fe000000"),
  sized(255, "10 fe ff00", "10 ff ff000000"),
  sized(256, "10 fe 0001", "10 ff 00010000"),
  sized(65_534, "10 fe feff", "10 ff feff0000"),
  // A u16 can say 65535, but a sender uses a u32 for it.
  sized(65_535, "10 ff ffff0000", "10 fe ffff"),
  sized(65_536, "10 ff 00000100"),
];
