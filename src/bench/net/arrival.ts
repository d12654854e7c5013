import type { Chunk } from "./net.ts";

/** A chunk that is filled again for each read, so that none is made. */
export class Arrival implements Chunk {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  start = 0;
  end = 0;
  time = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Says where what was read lies, and when it was. */
  aim(start: number, end: number, time: number): this {
    this.start = start;
    this.end = end;
    this.time = time;
    return this;
  }
}
