import { CloseCode, FrameError } from "./frame-error.ts";

/** What a WebSocket frame is: RFC 6455, section 5.2. */
export const Opcode = { Continuation: 0, Text: 1, Binary: 2, Close: 8, Ping: 9, Pong: 10 } as const;

const KNOWN: readonly number[] = Object.values(Opcode);

/** What the first two bytes of a frame say. */
export interface FrameHeader {
  readonly opcode: number;
  /** It ends its message. */
  readonly isLast: boolean;
  /** The size of the payload in bytes; 126 and 127: it follows in two bytes, or in eight. */
  readonly size: number;
}

/** Reads a client's first two bytes of a frame. Throws a FrameError where a client may not say them. */
export function readHeader(bytes: Uint8Array, isFragmented: boolean): FrameHeader {
  const first = bytes[0] as number;
  const second = bytes[1] as number;
  const header = { opcode: first & 0x0f, isLast: first >= 0x80, size: second & 0x7f };
  const problem = problemOf(header, isFragmented);
  if ((first & 0x70) !== 0) throw broken("reserved bits");
  if (second < 0x80) throw broken("a frame without a mask");
  if (header.opcode === Opcode.Text) throw new FrameError(CloseCode.Refused, "a text message");
  if (problem !== undefined) throw broken(problem);
  return header;
}

function problemOf({ opcode, isLast, size }: FrameHeader, isFragmented: boolean): string | undefined {
  if (!KNOWN.includes(opcode)) return `opcode ${opcode}`;
  if (opcode >= Opcode.Close) return isLast && size < 126 ? undefined : "a control frame that is too large";
  if ((opcode === Opcode.Continuation) === isFragmented) return undefined;
  return isFragmented ? "a message within another" : "the rest of no message";
}

/** The code of a Close frame; 1000 where it has none. Throws a FrameError for one that may not be sent. */
export function closeCodeOf(payload: Uint8Array): number {
  if (payload.length === 0) return CloseCode.Normal;
  const code = payload.length === 1 ? 0 : ((payload[0] as number) << 8) | (payload[1] as number);
  const isKnown = (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
  if (!isKnown && (code < 3000 || code > 4999)) throw broken(`closing code ${code}`);
  return code;
}

function broken(detail: string): FrameError {
  return new FrameError(CloseCode.ProtocolError, detail);
}
