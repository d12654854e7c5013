/** A client's side of WebSocket frames, written from RFC 6455 alone. */
import { bytes, hex, type Said } from "./wire.ts";

/** A request for a WebSocket, as browsers make it. */
export const webSocketRequest = (...headers: readonly string[]): string =>
  [
    "GET / HTTP/1.1",
    "Host: 127.0.0.1",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
    ...headers,
  ]
    .join("\r\n")
    .concat("\r\n\r\n");

/** How a frame is made where it is not as it should be. */
export interface FrameForm {
  readonly opcode?: number;
  readonly isLast?: boolean;
  readonly reserved?: number;
  /** Four bytes; none at all for a frame without a mask. */
  readonly mask?: readonly number[] | undefined;
}

const MASK = [0x12, 0xab, 0x00, 0xff];

/** A frame of a client. */
export function clientFrame(payload: Uint8Array, form: FrameForm = {}): Uint8Array {
  const { opcode = 2, isLast = true, reserved = 0 } = form;
  const mask = "mask" in form ? form.mask : MASK;
  const first = (isLast ? 0x80 : 0) | (reserved << 4) | opcode;
  const bit = mask === undefined ? 0 : 0x80;
  return bytes([first, ...sizeBytes(payload.length, bit)], mask ?? [], masked(payload, mask));
}

function sizeBytes(size: number, bit: number): number[] {
  if (size < 126) return [bit | size];
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(size));
  return size < 65_536 ? [bit | 126, ...bytes.subarray(6)] : [bit | 127, ...bytes];
}

const masked = (payload: Uint8Array, mask: readonly number[] = [0, 0, 0, 0]): Uint8Array =>
  payload.map((byte, i) => byte ^ (mask[i & 3] as number));

/** A relay message in its WebSocket form: protocol.md, section 7. */
export const messageOf = ({ head, payload }: Said): Uint8Array => bytes([head], payload);

/** A relay message, cut into frames after so many bytes each. */
export function fragments(said: Said, ...sizes: readonly number[]): Uint8Array {
  const message = messageOf(said);
  const ends = [...sizes.map((_, i) => sizes.slice(0, i + 1).reduce((a, b) => a + b)), message.length];
  const starts = [0, ...ends.slice(0, -1)];
  return bytes(
    ...ends.map((end, i) =>
      clientFrame(message.subarray(starts[i], end), {
        opcode: i === 0 ? 2 : 0,
        isLast: i === ends.length - 1,
      }),
    ),
  );
}

/** What the server says in one frame. */
export interface ServerFrame {
  readonly opcode: number;
  readonly payload: Uint8Array;
}

/** Cuts what the server sends into frames, strictly: whole, without masks, in the shortest size form. */
export class FrameCutter {
  #pending: Uint8Array = new Uint8Array();

  push(chunk: Uint8Array): ServerFrame[] {
    this.#pending = bytes(this.#pending, chunk);
    const frames: ServerFrame[] = [];
    for (let cut = this.#cut(); cut !== undefined; cut = this.#cut()) frames.push(cut);
    return frames;
  }

  #cut(): ServerFrame | undefined {
    const pending = Buffer.from(this.#pending);
    if (pending.length < 2) return undefined;
    const [first, short] = pending as unknown as [number, number];
    if ((first & 0xf0) !== 0x80 || short > 127)
      throw new Error(`no frame of a server: ${pending.toString("hex")}`);
    const header = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (pending.length < header) return undefined;
    const size =
      header === 2 ? short : header === 4 ? pending.readUInt16BE(2) : Number(pending.readBigUInt64BE(2));
    if (size < { 2: 0, 4: 126, 10: 65_536 }[header]) throw new Error(`a size of ${size} in ${header} bytes`);
    if (pending.length < header + size) return undefined;
    this.#pending = this.#pending.slice(header + size);
    return { opcode: first & 0x0f, payload: Uint8Array.from(pending.subarray(header, header + size)) };
  }
}

/** Cuts what the server sends, its answer to the request first, into relay messages. */
export class MessageCutter {
  readonly #cutter = new FrameCutter();
  #isAnswered = false;

  push(chunk: Uint8Array): Said[] {
    const end = this.#isAnswered ? 0 : Buffer.from(chunk).indexOf("\r\n\r\n") + 4;
    this.#isAnswered = true;
    const frames = this.#cutter.push(chunk.subarray(end)).filter(({ opcode }) => opcode === 2);
    return frames.map(({ payload }) => ({ head: payload[0] as number, payload: payload.subarray(1) }));
  }
}

/** Frames that no client may send, and the code that each is answered with. */
export const HOSTILE: readonly {
  readonly title: string;
  readonly frame: Uint8Array;
  readonly code: number;
}[] = [
  { title: "without a mask", frame: clientFrame(hex("2000010068"), { mask: undefined }), code: 1002 },
  ...[1, 2, 4].map((reserved) => ({
    title: `with the reserved bit ${reserved}`,
    frame: clientFrame(hex("2000010068"), { reserved }),
    code: 1002,
  })),
  ...[3, 7, 11, 15].map((opcode) => ({
    title: `of the opcode ${opcode}`,
    frame: clientFrame(hex("20"), { opcode }),
    code: 1002,
  })),
  { title: "of text", frame: clientFrame(hex("61"), { opcode: 1 }), code: 1003 },
  { title: "of empty text", frame: clientFrame(hex(""), { opcode: 1 }), code: 1003 },
  { title: "that goes on with no message", frame: clientFrame(hex("20"), { opcode: 0 }), code: 1002 },
  {
    title: "that begins a message within another",
    frame: bytes(clientFrame(hex("20"), { isLast: false }), clientFrame(hex("20"))),
    code: 1002,
  },
  { title: "with a Ping in pieces", frame: clientFrame(hex("61"), { opcode: 9, isLast: false }), code: 1002 },
  { title: "with a Ping of 126 bytes", frame: clientFrame(new Uint8Array(126), { opcode: 9 }), code: 1002 },
  { title: "with a Close of one byte", frame: clientFrame(hex("03"), { opcode: 8 }), code: 1002 },
  { title: "with a Close of code 1005", frame: clientFrame(hex("03ed"), { opcode: 8 }), code: 1002 },
  { title: "with a Close of code 0", frame: clientFrame(hex("0000"), { opcode: 8 }), code: 1002 },
  { title: "that announces 65537 bytes", frame: hex("82 ff 0000000000010001 00000000"), code: 1009 },
  { title: "that announces 2 to the 63 bytes", frame: hex("82 ff 8000000000000000 00000000"), code: 1009 },
  {
    title: "that makes a message too large, piece by piece",
    frame: bytes(
      clientFrame(new Uint8Array(40_000).fill(0x20), { isLast: false }),
      clientFrame(new Uint8Array(40_000), { opcode: 0, isLast: false }),
    ),
    code: 1009,
  },
  { title: "of no byte", frame: clientFrame(hex("")), code: 1003 },
  {
    title: "of no byte, in pieces",
    frame: bytes(clientFrame(hex(""), { isLast: false }), clientFrame(hex(""), { opcode: 0 })),
    code: 1003,
  },
];
