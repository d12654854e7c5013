import { ProtocolError } from "./error.ts";
import { Reader } from "./reader.ts";

/** The size byte that says "a u16 size follows"; 255 says "a u32 size follows": section 2. */
const SIZE_U16 = 254;

/** What a waiting chunk counts for at least: single bytes cost more than they are. */
const LEAST_WEIGHT = 512;

function weight(chunk: Uint8Array): number {
  return Math.max(chunk.length, LEAST_WEIGHT);
}

/** A frame that was found and waits. */
interface Held {
  readonly bytes: Uint8Array;
  readonly head: number;
  readonly size: number;
  readonly start: number;
  readonly end: number;
}

function headerLength(sizeByte: number): number {
  if (sizeByte < SIZE_U16) return 2;
  return sizeByte === SIZE_U16 ? 4 : 6;
}

/** The little-endian size that starts at `at`, in `width` bytes. */
function longSize(bytes: Uint8Array, at: number, width: number): number {
  let size = 0;
  for (let i = width - 1; i >= 0; i--) size = size * 256 + (bytes[at + i] as number);
  return size;
}

/**
 * Cuts a TCP byte stream into frames, in place: section 2. Push what arrives, then call `next` until it is false.
 * A frame that lies whole in one chunk is never copied; one that comes in many is filled into one buffer, which grows
 * with what has arrived and never with what a header announces.
 */
export class Framer {
  /** The largest payload that is taken, in bytes. */
  maximum: number;
  /** The head byte of the frame that `next` found. */
  head = 0;
  /** Bytes of the frame that `next` found, its header included. */
  size = 0;
  /** Aimed at the payload of the frame that `next` found. */
  readonly reader: Reader;
  #chunk: Uint8Array | undefined;
  #at = 0;
  #later: Uint8Array[] | undefined;
  #laterWeight = 0;
  #partial: Uint8Array | undefined;
  #filled = 0;
  #held: Held | undefined;

  /** Framers that take turns may share a `reader`. */
  constructor(maximum: number, reader: Reader = new Reader()) {
    this.maximum = maximum;
    this.reader = reader;
  }

  /** Takes a chunk, from `start` on. It is kept as it is, not copied: its bytes must not change afterwards. */
  push(chunk: Uint8Array, start = 0): void {
    if (chunk.length === start) return;
    if (this.#chunk === undefined) return this.#take(chunk, start);
    const rest = start === 0 ? chunk : chunk.subarray(start);
    this.#later ??= [];
    this.#later.push(rest);
    this.#laterWeight += weight(rest);
    return undefined;
  }

  /** Whether nothing waits: the framer could serve another stream. */
  get idle(): boolean {
    return this.#chunk === undefined && this.#partial === undefined && this.#held === undefined;
  }

  /** How much waits, in bytes: what was pushed and is not part of a frame that was dealt with. */
  get backlog(): number {
    const chunk = this.#chunk === undefined ? 0 : this.#chunk.length - this.#at;
    return (this.#held?.size ?? 0) + this.#filled + chunk + this.#laterWeight;
  }

  /** Keeps the frame that `next` found, of which nothing was read, for when `next` is called again. */
  hold(): void {
    const { bytes, offset: start, end } = this.reader;
    this.#held = { bytes, head: this.head, size: this.size, start, end };
  }

  /**
   * Goes on to the next frame, setting `head` and `reader`; false when more bytes are needed.
   * Throws a ProtocolError ("too large") as soon as a header announces more than `maximum`.
   */
  next(): boolean {
    if (this.#held !== undefined) return this.#findAgain(this.#held);
    while (this.#chunk !== undefined) {
      if (this.#partial === undefined ? this.#cut(this.#chunk) : this.#fill(this.#chunk, this.#partial))
        return true;
    }
    return false;
  }

  #take(chunk: Uint8Array, start: number): void {
    this.#chunk = chunk;
    this.#at = start;
  }

  #release(): void {
    this.#chunk = undefined;
    const next = this.#later?.shift();
    if (next === undefined) return;
    this.#laterWeight -= weight(next);
    this.#take(next, 0);
  }

  /** How many bytes the frame at `at` has, as far as the `available` ones tell: at least the next part of its header. */
  #length(bytes: Uint8Array, at: number, available: number): number {
    if (available < 2) return 2;
    const sizeByte = bytes[at + 1] as number;
    const header = headerLength(sizeByte);
    if (available < header) return header;
    const size = header === 2 ? sizeByte : longSize(bytes, at + 2, header - 2);
    if (size > this.maximum) throw new ProtocolError("too large", `a frame of ${size} bytes`);
    return header + size;
  }

  #cut(chunk: Uint8Array): boolean {
    const start = this.#at;
    const available = chunk.length - start;
    const length = this.#length(chunk, start, available);
    if (length > available) {
      this.#partial = chunk.slice(start);
      this.#filled = available;
      this.#release();
      return false;
    }
    if (this.reader.bytes !== chunk) this.reader.load(chunk);
    this.#found(chunk, start, length);
    this.#at = start + length;
    if (this.#at === chunk.length) this.#release();
    return true;
  }

  #fill(chunk: Uint8Array, partial: Uint8Array): boolean {
    const length = this.#length(partial, 0, this.#filled);
    const taken = Math.min(length - this.#filled, chunk.length - this.#at);
    const buffer = this.#room(partial, this.#filled + taken, length);
    buffer.set(chunk.subarray(this.#at, this.#at + taken), this.#filled);
    this.#filled += taken;
    this.#at += taken;
    const whole = this.#filled === this.#length(buffer, 0, this.#filled);
    if (whole) {
      this.#partial = undefined;
      this.#filled = 0;
      this.reader.load(buffer);
      this.#found(buffer, 0, length);
    }
    if (this.#at === chunk.length) this.#release();
    return whole;
  }

  /** A buffer for `needed` bytes with `partial` in it, doubling up to the frame's `length`. */
  #room(partial: Uint8Array, needed: number, length: number): Uint8Array {
    if (needed <= partial.length) return partial;
    const buffer = new Uint8Array(Math.min(length, Math.max(needed, partial.length * 2)));
    buffer.set(partial);
    this.#partial = buffer;
    return buffer;
  }

  #found(bytes: Uint8Array, start: number, length: number): void {
    this.head = bytes[start] as number;
    this.size = length;
    this.reader.aim(start + headerLength(bytes[start + 1] as number), start + length);
  }

  #findAgain({ bytes, head, size, start, end }: Held): boolean {
    this.#held = undefined;
    this.head = head;
    this.size = size;
    this.reader.load(bytes);
    this.reader.aim(start, end);
    return true;
  }
}
