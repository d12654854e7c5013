import { ProtocolError } from "./error.ts";

const NOTHING = new Uint8Array(0);

/**
 * A cursor over one frame's payload. It is loaded with a chunk once and aimed at each frame in it. Numbers are put
 * together from their bytes: a DataView would have Bun move a small chunk to a buffer of its own first, which takes
 * longer than all the rest of reading a message.
 */
export class Reader {
  /** The chunk that the reader is loaded with. */
  bytes: Uint8Array = NOTHING;
  /** Where in `bytes` the next field starts. */
  offset = 0;
  /** Where in `bytes` the payload ends. */
  end = 0;

  /** Takes another chunk. */
  load(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.aim(0, bytes.length);
  }

  /** Points at a payload within the chunk. */
  aim(start: number, end: number): void {
    this.offset = start;
    this.end = end;
  }

  /** Bytes of the payload that were not read yet. */
  get remaining(): number {
    return this.end - this.offset;
  }

  /** Reads a byte; throws "too short" naming the field where there is none. */
  u8(field: string): number {
    return this.bytes[this.#advance(1, field)] as number;
  }

  u16(field: string): number {
    const start = this.#advance(2, field);
    return (this.bytes[start] as number) | ((this.bytes[start + 1] as number) << 8);
  }

  /** Reads `length` bytes as a view into the chunk: no copy. */
  view(length: number, field: string): Uint8Array {
    const start = this.#advance(length, field);
    return this.bytes.subarray(start, start + length);
  }

  /** Reads all that is left as a view into the chunk: no copy. */
  rest(): Uint8Array {
    return this.view(this.remaining, "rest");
  }

  #advance(size: number, field: string): number {
    const start = this.offset;
    if (start + size > this.end) throw new ProtocolError("too short", `no room for ${field}`);
    this.offset = start + size;
    return start;
  }
}
