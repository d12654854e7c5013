import { NO_ID } from "./constants.ts";
import type { Frame } from "./writer.ts";

/** Bytes before the payload of a client's datagram: `u8 head, u16 clientId` (section 3). */
export const DATAGRAM_HEADER = 3;

/** The id that a client's datagram says it is from; {@link NO_ID}, which is nobody's, where it is too short to say. */
export function datagramId(datagram: Uint8Array): number {
  if (datagram.length < DATAGRAM_HEADER) return NO_ID;
  return (datagram[1] as number) | ((datagram[2] as number) << 8);
}

/** A client's datagram: an encoded message in the form that goes to the server by UDP. */
export function clientDatagram(id: number, frame: Frame): Uint8Array {
  const message = frame.datagram();
  const datagram = new Uint8Array(message.length + 2);
  datagram[0] = frame.head;
  datagram[1] = id & 0xff;
  datagram[2] = id >> 8;
  datagram.set(message.subarray(1), DATAGRAM_HEADER);
  return datagram;
}
