/** Data read as a signed 32-bit number, as number messages have it; undefined where it is not exactly four bytes. */
export function numberIn(data: Uint8Array): number | undefined {
  return data.length === 4 ? new DataView(data.buffer, data.byteOffset, 4).getInt32(0, true) : undefined;
}

/** Text read as JSON, as Object messages have it; undefined where it is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
