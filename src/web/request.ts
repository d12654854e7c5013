import { HttpError } from "./http-error.ts";

/** The longest head of a request that is read, in bytes: browsers send their cookies along. */
export const LONGEST_HEAD = 16 * 1024;

const END = "\r\n\r\n";

/** What a request says before its body: RFC 9112. */
export interface RequestHead {
  readonly method: string;
  readonly target: string;
  readonly headers: Headers;
  /** How many bytes it takes. */
  readonly size: number;
}

/** Reads the head that `bytes` begin with; undefined while it is not whole. Throws an HttpError where it is none. */
export function readHead(bytes: Uint8Array): RequestHead | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = buffer.indexOf(END);
  if (end > LONGEST_HEAD || (end < 0 && bytes.length > LONGEST_HEAD))
    throw new HttpError(431, `the head of a request may have ${LONGEST_HEAD} bytes`);
  if (end < 0) return undefined;
  const [first = "", ...lines] = buffer.toString("latin1", 0, end).split("\r\n");
  const [, method = "", target = ""] = /^([A-Z]+) (\S+) HTTP\/1\.[01]$/.exec(first) ?? [];
  if (method === "") throw new HttpError(400, "the first line is none of HTTP/1.1");
  return { method, target, headers: readHeaders(lines), size: end + END.length };
}

function readHeaders(lines: readonly string[]): Headers {
  const headers = new Headers();
  for (const line of lines) {
    const [, name = "", value = ""] = /^([^\s:]+):[ \t]*(.*)$/.exec(line) ?? [];
    try {
      headers.append(name, value);
    } catch {
      throw new HttpError(400, "a line of the head is no header");
    }
  }
  return headers;
}
