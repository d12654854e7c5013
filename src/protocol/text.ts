import { isUtf8 } from "node:buffer";

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
const windows1252 = new TextDecoder("windows-1252");

/** Reads bytes as UTF-8; undefined where they are not valid UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  // A decoder that is to throw takes 2 µs to do so, which old clients' names would cost each time.
  return isUtf8(bytes) ? utf8.decode(bytes) : undefined;
}

/** Reads bytes as UTF-8, or as Windows-1252 where they are not valid UTF-8 (old clients send it): section 8. */
export function decodeText(bytes: Uint8Array): string {
  return decodeUtf8(bytes) ?? windows1252.decode(bytes);
}

/** The first `most` bytes of a text, cut before a character that would be split: section 5.1. */
export function cutText(bytes: Uint8Array, most: number): Uint8Array {
  if (bytes.length <= most) return bytes;
  let end = most;
  // 10xxxxxx continues a character; a UTF-8 character has at most three such bytes.
  while (end > most - 3 && ((bytes[end] as number) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, ((bytes[end] as number) & 0xc0) === 0x80 ? most : end);
}
