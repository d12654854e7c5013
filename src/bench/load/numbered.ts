import { ClientType } from "../../protocol/constants.ts";
import { encodeClientMessage } from "../../protocol/encode-client.ts";
import type { Way } from "./ways.ts";

/** Where the numbers lie in the data of a message. */
export const SENDER_AT = 0;
export const NUMBER_AT = 4;
/** From here on to the last byte but one: what {@link filler} gives. */
export const FILLER_AT = 8;

/** The byte at a place of a message's data that holds no number. */
export function filler(at: number): number {
  return (at * 7) & 255;
}

/**
 * A message to a channel that is sent again and again: which sender it is from, which of that sender's messages it is,
 * and its channel are written into the same bytes each time.
 */
export class NumberedMessage {
  readonly bytes: Uint8Array;
  readonly #isDatagram: boolean;
  readonly #channelAt: number;
  readonly #dataAt: number;

  constructor(payload: number, way: Way) {
    const data = Uint8Array.from({ length: payload }, (_, at) => filler(at));
    const frame = encodeClientMessage({
      type: "BinaryChannelMessage",
      variant: 2,
      subchannel: 0,
      channel: 0,
      data,
    });
    const whole = frame.bytes.slice(frame.start, frame.end);
    this.#dataAt = whole.length - payload;
    this.#isDatagram = way === "udp";
    this.bytes = whole;
    if (this.#isDatagram) {
      // Section 3: the head, the client's id, and no size.
      const header = [ClientType.BinaryChannelMessage * 16 + 2, 0, 0];
      this.bytes = Uint8Array.from([...header, ...whole.subarray(this.#dataAt - 3)]);
      this.#dataAt = header.length + 3;
    }
    this.#channelAt = this.#dataAt - 2;
  }

  /** Makes it the message with this number of that sender; `id` and `channel` are those of its client. */
  write(id: number, channel: number, sender: number, number: number): void {
    const { bytes } = this;
    if (this.#isDatagram) this.#u16(1, id);
    this.#u16(this.#channelAt, channel);
    this.#u32(this.#dataAt + SENDER_AT, sender);
    this.#u32(this.#dataAt + NUMBER_AT, number);
    bytes[bytes.length - 1] = number;
  }

  #u16(at: number, value: number): void {
    this.bytes[at] = value;
    this.bytes[at + 1] = value >> 8;
  }

  #u32(at: number, value: number): void {
    this.#u16(at, value);
    this.#u16(at + 2, value >> 16);
  }
}
