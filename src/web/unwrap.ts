import { CloseCode, FrameError } from "./frame-error.ts";
import { closeCodeOf, Opcode, readHeader } from "./frame-header.ts";

const NOTHING = new Uint8Array(0);

/** The longest header of a frame: two bytes, a size of eight, a mask of four. */
const LONGEST_HEADER = 14;
const MASK = 4;

/** Fewer bytes are copied rather than looked at where they are. */
const SMALL = 1024;

/** Room before a message that is kept, for the header of its relay frame, whose last byte takes the place of its first. */
const HEADROOM = 5;

/** Writes the header of a relay frame that ends at `end`: protocol.md, section 2. Gives where it starts. */
function writeRelayHeader(bytes: Uint8Array, head: number, size: number, end: number): number {
  const start = end - relayHeader(size);
  bytes[start] = head;
  if (size < 254) {
    bytes[start + 1] = size;
    return start;
  }
  const width = size < 65_535 ? 2 : 4;
  bytes[start + 1] = width === 2 ? 254 : 255;
  for (let i = 0; i < width; i++) bytes[start + 2 + i] = size >>> (8 * i);
  return start;
}

function relayHeader(size: number): number {
  if (size < 254) return 2;
  return size < 65_535 ? 4 : 6;
}

/**
 * Takes the messages out of what a client sends by WebSocket (RFC 6455, section 5) and gives them as the frames of
 * protocol.md, section 2, so that a session reads them like any other. A message that lies whole in a chunk is turned
 * into its frame where it is: that takes no more room. Others are kept until they are whole, never more than may be.
 */
export class Unwrapper {
  /** The largest message that is taken, in bytes. */
  readonly maximum: number;
  /** How much of a message may be kept while the rest of it has not come, in bytes. */
  keeps: number;
  /** What the last Ping held that has to be answered. */
  ping: Uint8Array | undefined;
  /** The code with which the client closes. */
  closed: number | undefined;
  /** Why nothing more is taken. */
  problem: FrameError | undefined;
  /** Frames that ended no message: Pings, Pongs and fragments. Whoever reads it sets it back. */
  extras = 0;
  readonly #header = new Uint8Array(LONGEST_HEADER);
  #filled = 0;
  #needed = 2;
  /** The frame whose payload is read: its opcode, its size, and how much of that has not come. */
  #inPayload = false;
  #opcode: number = Opcode.Binary;
  #isLast = true;
  #size = 0;
  #left = 0;
  /** The message, or the control frame, of which only a part came. */
  #isFragmented = false;
  #kept = NOTHING;
  #keptSize = 0;
  #control = NOTHING;
  /** Of the chunk: where frames are written, and where those that were not given yet begin. */
  #from = 0;
  #out = 0;
  #pieces: Uint8Array[] = [];

  constructor(maximum: number, keeps: number) {
    this.maximum = maximum;
    this.keeps = keeps;
  }

  /** Takes a chunk, whose bytes it may change, and gives the relay frames that are whole by now. */
  unwrap(chunk: Uint8Array): Uint8Array {
    this.#from = 0;
    this.#out = 0;
    try {
      for (let at = 0; at < chunk.length && this.closed === undefined; ) at = this.#step(chunk, at);
      if (this.#keptSize > this.keeps) throw tooLarge(this.#keptSize);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      this.problem = error;
    }
    return this.#taken(chunk);
  }

  #step(chunk: Uint8Array, start: number): number {
    let at = start;
    if (!this.#inPayload) {
      while (at < chunk.length && this.#filled < this.#needed) {
        this.#header[this.#filled++] = chunk[at++] as number;
        if (this.#filled === 2) this.#needed = this.#open();
      }
      if (this.#filled < this.#needed) return at;
      this.#begin();
    }
    const size = Math.min(this.#left, chunk.length - at);
    this.#takePayload(chunk, at, size);
    this.#left -= size;
    at += size;
    if (this.#left === 0) this.#endFrame(chunk, at);
    return at;
  }

  /** The first two bytes of a frame are there; gives the size of its header. */
  #open(): number {
    const { opcode, isLast, size } = readHeader(this.#header, this.#isFragmented);
    this.#opcode = opcode;
    this.#isLast = isLast;
    this.#size = size;
    if (size < 126) return 2 + MASK;
    return (size === 126 ? 4 : 10) + MASK;
  }

  #begin(): void {
    if (this.#size >= 126) this.#size = this.#longSize();
    const isControl = this.#opcode >= Opcode.Close;
    if (!isControl && this.#keptSize + this.#size > this.maximum) throw tooLarge(this.#keptSize + this.#size);
    if (isControl) this.#control = new Uint8Array(this.#size);
    if (isControl || !this.#isLast) this.extras++;
    this.#left = this.#size;
    this.#inPayload = true;
  }

  #longSize(): number {
    const view = new DataView(this.#header.buffer);
    return this.#size === 126 ? view.getUint16(2) : Number(view.getBigUint64(2));
  }

  #takePayload(chunk: Uint8Array, at: number, size: number): void {
    const done = this.#size - this.#left;
    if (this.#opcode >= Opcode.Close) this.#unmask(chunk.subarray(at, at + size), this.#control, done);
    else if (size === this.#size && this.#isLast && !this.#isFragmented && this.#fits(at, size))
      this.#turn(chunk, at, size);
    else this.#keep(chunk, at, size);
  }

  /** Whether the frame can be written before what is not read yet. */
  #fits(at: number, size: number): boolean {
    return size > 0 && this.#out + relayHeader(size - 1) - 1 <= at;
  }

  /** Turns a message into a relay frame in its place. */
  #turn(chunk: Uint8Array, at: number, size: number): void {
    const mask = this.#needed - MASK;
    const head = (chunk[at] as number) ^ (this.#header[mask] as number);
    const to = this.#out + relayHeader(size - 1);
    writeRelayHeader(chunk, head, size - 1, to);
    for (let i = 1; i < size; i++)
      chunk[to + i - 1] = (chunk[at + i] as number) ^ (this.#header[mask + (i & 3)] as number);
    this.#out = to + size - 1;
  }

  #keep(chunk: Uint8Array, at: number, size: number): void {
    const end = HEADROOM + this.#keptSize;
    if (end + size > this.#kept.length) {
      const most = HEADROOM + Math.max(this.maximum, this.#keptSize + size);
      const larger = new Uint8Array(Math.min(most, Math.max(end + size, this.#kept.length * 2)));
      larger.set(this.#kept.subarray(0, end));
      this.#kept = larger;
    }
    this.#unmask(chunk.subarray(at, at + size), this.#kept, end);
    this.#keptSize += size;
  }

  #unmask(payload: Uint8Array, target: Uint8Array, to: number): void {
    const mask = this.#needed - MASK;
    const done = this.#size - this.#left;
    for (let i = 0; i < payload.length; i++)
      target[to + i] = (payload[i] as number) ^ (this.#header[mask + ((done + i) & 3)] as number);
  }

  #endFrame(chunk: Uint8Array, at: number): void {
    this.#inPayload = false;
    this.#filled = 0;
    this.#needed = 2;
    if (this.#opcode >= Opcode.Close) return this.#heardControl();
    const isTurned = this.#isLast && !this.#isFragmented && this.#keptSize === 0 && this.#size > 0;
    this.#isFragmented = !this.#isLast;
    if (this.#isLast && !isTurned) this.#endMessage(chunk, at);
    return undefined;
  }

  /** What was kept is a message. */
  #endMessage(chunk: Uint8Array, at: number): void {
    const size = this.#keptSize;
    if (size === 0) throw new FrameError(CloseCode.Refused, "a message without a byte", "too short");
    const kept = this.#kept;
    this.#kept = NOTHING;
    this.#keptSize = 0;
    const start = writeRelayHeader(kept, kept[HEADROOM] as number, size - 1, HEADROOM + 1);
    if (this.#out > this.#from) this.#pieces.push(chunk.subarray(this.#from, this.#out));
    this.#pieces.push(kept.subarray(start, HEADROOM + size));
    this.#from = at;
    this.#out = at;
  }

  #heardControl(): void {
    const control = this.#control;
    this.#control = NOTHING;
    if (this.#opcode === Opcode.Ping) this.ping = control;
    else if (this.#opcode === Opcode.Close) this.closed = closeCodeOf(control);
  }

  /** The frames of this chunk, in one piece. */
  #taken(chunk: Uint8Array): Uint8Array {
    // A view of a small chunk takes longer than a copy: Bun would move the chunk to a buffer of its own first.
    const isSmall = this.#out - this.#from < SMALL;
    const rest = isSmall ? chunk.slice(this.#from, this.#out) : chunk.subarray(this.#from, this.#out);
    if (this.#pieces.length === 0) return rest;
    const [first] = this.#pieces as [Uint8Array];
    const whole =
      this.#pieces.length === 1 && rest.length === 0 ? first : Buffer.concat([...this.#pieces, rest]);
    this.#pieces = [];
    return whole;
  }
}

function tooLarge(size: number): FrameError {
  return new FrameError(CloseCode.TooLarge, `a message of ${size} bytes`, "too large");
}
