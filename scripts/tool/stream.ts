/** Told of a frame: its head byte is at `start`, its payload goes from `payload` to `end`. Valid during the call. */
export type HearFrame = (bytes: Uint8Array, start: number, payload: number, end: number) => void;

const NOTHING = new Uint8Array(0);

/**
 * Cuts what a server sends by TCP into frames (protocol.md, section 2), fast and independently of src/protocol:
 * the load tools are to hear a hundred thousand frames a second and more.
 */
export class Stream {
  readonly #hear: HearFrame;
  #rest: Uint8Array = NOTHING;

  constructor(hear: HearFrame) {
    this.#hear = hear;
  }

  push(chunk: Uint8Array): void {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (at + 2 <= bytes.length) {
      const payload = at + headerLength(bytes[at + 1] as number);
      if (payload > bytes.length) break;
      const end = payload + sizeOf(bytes, at, payload);
      if (end > bytes.length) break;
      this.#hear(bytes, at, payload, end);
      at = end;
    }
    this.#rest = at === bytes.length ? NOTHING : bytes.slice(at);
  }
}

/** The bytes of a frame's header, by its size byte. */
export function headerLength(sizeByte: number): number {
  if (sizeByte < 254) return 2;
  return sizeByte === 254 ? 4 : 6;
}

function sizeOf(bytes: Uint8Array, at: number, payload: number): number {
  if (payload - at === 2) return bytes[at + 1] as number;
  let size = 0;
  for (let i = payload - 1; i >= at + 2; i--) size = size * 256 + (bytes[i] as number);
  return size;
}

/** The little-endian u16 at `at`. */
export function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

/** The little-endian u32 at `at`. */
export function u32(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0;
}
