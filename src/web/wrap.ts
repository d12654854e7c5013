import { BLASTED } from "../protocol/constants.ts";
import { Framer } from "../protocol/framer.ts";
import { cutText } from "../protocol/text.ts";
import type { Encoded, Frame } from "../protocol/writer.ts";
import { Opcode } from "./frame-header.ts";

/** A payload of a control frame has so many bytes at most, and a closing code takes two of them. */
const MOST_CONTROL = 125;

const utf8 = new TextEncoder();

/** Bytes that go out as they are, and never change. */
export class RawFrame implements Frame {
  readonly bytes: Uint8Array;
  readonly start = 0;
  readonly end: number;
  readonly head: number;

  constructor(bytes: Uint8Array, head = 0) {
    this.bytes = bytes;
    this.end = bytes.length;
    this.head = head;
  }

  datagram(): Uint8Array {
    return this.bytes;
  }

  keep(): Frame {
    return this;
  }
}

/** The message that was wrapped last, and its forms: one that goes to many is wrapped once. */
let message: Uint8Array | undefined;
let sent: RawFrame | undefined;
let blasted: RawFrame | undefined;

/** A message in its WebSocket frame, sent: to a WebSocket client the variant's bit 3 would say that it is blasted. */
export function wrapSent(frame: Frame): Frame {
  know(frame);
  sent ??= wrapMessage(message as Uint8Array, frame.head & ~BLASTED);
  return sent;
}

/** A message in its WebSocket frame, blasted. */
export function wrapBlasted(frame: Frame): Frame {
  know(frame);
  blasted ??= wrapMessage(message as Uint8Array, frame.head | BLASTED);
  return blasted;
}

/** Messages that are sent one after the other, each in a WebSocket frame of its own. */
export function wrapAll({ bytes, end }: Encoded): Encoded {
  const framer = new Framer(end);
  const { reader } = framer;
  // The shortest frame, of two bytes, becomes one of three; no other grows by a larger part.
  const wrapped = new Uint8Array(Math.ceil(end * 1.5));
  let at = 0;
  framer.push(bytes.slice(0, end));
  while (framer.next()) {
    at = writeHeader(wrapped, at, Opcode.Binary, 1 + reader.remaining);
    wrapped[at++] = framer.head & ~BLASTED;
    for (let i = reader.offset; i < reader.end; i++) wrapped[at++] = reader.bytes[i] as number;
  }
  return { bytes: wrapped, end: at };
}

function know(frame: Frame): void {
  const bytes = frame.datagram();
  if (bytes === message) return;
  message = bytes;
  sent = undefined;
  blasted = undefined;
}

function wrapMessage(bytes: Uint8Array, head: number): RawFrame {
  const { frame, at } = wrap(Opcode.Binary, bytes);
  frame[at] = head;
  return new RawFrame(frame, head);
}

/** A Pong that answers a Ping. */
export function pongFrame(payload: Uint8Array): Frame {
  return new RawFrame(wrap(Opcode.Pong, payload).frame);
}

/** A Close, with a reason for people that is cut where it is too long. */
export function closeFrame(code: number, reason: string): Frame {
  const text = cutText(utf8.encode(reason), MOST_CONTROL - 2);
  return new RawFrame(wrap(Opcode.Close, Buffer.concat([Uint8Array.of(code >> 8, code & 0xff), text])).frame);
}

/** Puts a payload into a frame, and says where in it the payload begins: RFC 6455, section 5.2. */
function wrap(opcode: number, payload: Uint8Array): { frame: Uint8Array; at: number } {
  const size = payload.length;
  const frame = new Uint8Array(headerSize(size) + size);
  const at = writeHeader(frame, 0, opcode, size);
  frame.set(payload, at);
  return { frame, at };
}

/** Bytes of the header in front of so many. */
function headerSize(size: number): number {
  if (size < 126) return 2;
  return size < 65_536 ? 4 : 10;
}

/** Writes the header of a frame, and gives where its payload begins. */
function writeHeader(bytes: Uint8Array, at: number, opcode: number, size: number): number {
  const end = at + headerSize(size);
  bytes[at] = 0x80 | opcode;
  bytes[at + 1] = end === at + 2 ? size : end === at + 4 ? 126 : 127;
  for (let i = end - 1, rest = size; i >= at + 2; i--, rest = Math.floor(rest / 256)) bytes[i] = rest & 0xff;
  return end;
}
