import { copyBytes } from "./bytes.ts";
import { BufferPool, LARGEST_BUFFER, Pool } from "./pool.ts";

/** Takes bytes and returns how many, as Bun's sockets do; less than `length` (or -1) means: wait for `drain`. */
export interface Sink {
  write(bytes: Uint8Array, start: number, length: number): number;
}

const NOTHING = new Uint8Array(0);

/** Bytes that wait, in a buffer of the pool or in one that outboxes share. */
interface Part {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly pooled?: true;
}

/**
 * What waits to be sent to one client. Messages are collected in one buffer, which grows up to 64 KiB so that a turn's
 * messages leave in one write; what goes beyond is a list of full ones. Buffers come from a pool and go back to it
 * when they are sent. Large messages are not copied but shared with the outboxes of others.
 */
export class Outbox {
  /** Bytes that wait. */
  size = 0;
  readonly #pool: BufferPool;
  /** What waits before the buffer that is filled, oldest first. */
  readonly #parts: Part[] = [];
  /** The buffer that is filled, and how far. */
  #last: Uint8Array = NOTHING;
  #end = 0;
  /** Where in the oldest part, or else in the last buffer, the next byte to send is. */
  #at = 0;
  /** How much the buffer came to hold last time, which is a good guess at how much it will. */
  #usual = 0;

  constructor(pool: BufferPool) {
    this.#pool = pool;
  }

  /** Copies bytes to the end. */
  append(bytes: Uint8Array, start: number, end: number): void {
    this.size += end - start;
    let at = start;
    while (at < end) {
      if (this.#end === this.#last.length || this.#end + end - at > this.#last.length)
        this.#makeRoom(end - at);
      const taken = Math.min(end - at, this.#last.length - this.#end);
      this.#copy(bytes, at, at + taken);
      at += taken;
    }
  }

  /** Puts bytes to the end that never change: they are not copied. */
  share(bytes: Uint8Array, start: number, end: number): void {
    this.size += end - start;
    if (this.#end > 0) this.#putAside();
    if (this.#parts.length === 0) this.#at = start;
    this.#parts.push({ bytes, start, end });
  }

  /** Writes what waits, oldest first, as far as it is taken. Returns whether nothing is left. */
  flush(sink: Sink): boolean {
    while (this.size > 0) {
      const oldest = this.#parts[0];
      const waiting = (oldest?.end ?? this.#end) - this.#at;
      const written = Math.max(0, sink.write(oldest?.bytes ?? this.#last, this.#at, waiting));
      this.size -= written;
      this.#at += written;
      if (written < waiting) return false;
      if (oldest === undefined) {
        this.#usual = this.#end;
        this.#drop();
      } else {
        this.#parts.shift();
        this.#giveBack(oldest);
      }
      this.#at = this.#parts[0]?.start ?? 0;
    }
    return true;
  }

  /** Forgets what waits. */
  clear(): void {
    for (const part of this.#parts) this.#giveBack(part);
    this.#parts.length = 0;
    this.#at = 0;
    this.size = 0;
    this.#drop();
  }

  #drop(): void {
    if (this.#last !== NOTHING) this.#pool.give(this.#last);
    this.#last = NOTHING;
    this.#end = 0;
  }

  #giveBack(part: Part): void {
    if (part.pooled) this.#pool.give(part.bytes);
  }

  /** Lets the last buffer be, as far as it is filled, for others that come after it. */
  #putAside(): void {
    this.#parts.push({ bytes: this.#last, start: 0, end: this.#end, pooled: true });
    this.#last = NOTHING;
    this.#end = 0;
  }

  /** Makes the last buffer larger, or puts it aside when it is full and cannot be. */
  #makeRoom(wanted: number): void {
    if (this.#last.length < LARGEST_BUFFER) {
      const size = this.#end === 0 ? Math.max(wanted, this.#usual) : this.#end + wanted;
      const larger = this.#pool.take(Math.min(size, LARGEST_BUFFER));
      const end = this.#end;
      if (end > 0) copyBytes(this.#last, larger, 0, 0, end);
      this.#drop();
      this.#last = larger;
      this.#end = end;
    } else if (this.#end === LARGEST_BUFFER) {
      this.#putAside();
      this.#last = this.#pool.take(Math.min(wanted, LARGEST_BUFFER));
    }
  }

  #copy(bytes: Uint8Array, start: number, end: number): void {
    copyBytes(bytes, this.#last, this.#end, start, end);
    this.#end += end - start;
  }
}

/** What waits is written within the turn when it is more than so many bytes: a turn can take in megabytes. */
const EARLY_FLUSH = 256 * 1024;

/** Outboxes for those who have something waiting. */
export class OutboxPool {
  /** How many bytes may wait in one: `limits.outboxHard`. */
  readonly limit: number;
  /** How many may wait for the end of a turn. */
  readonly turnLimit: number;
  /** How many bytes may be collected for many alike. */
  readonly batchLimit: number;
  readonly #buffers = new BufferPool();
  readonly #outboxes = new Pool(() => new Outbox(this.#buffers));

  /** With a limit of 0 as much may wait as will. */
  constructor(limit = 0) {
    this.limit = limit || Number.POSITIVE_INFINITY;
    this.turnLimit = Math.min(EARLY_FLUSH, this.limit);
    this.batchLimit = Math.min(LARGEST_BUFFER, this.limit);
  }

  take(): Outbox {
    return this.#outboxes.take();
  }

  /** A buffer for a batch, of at least so many bytes, which are not more than `batchLimit`. */
  takeBuffer(size: number): Uint8Array {
    return this.#buffers.take(size);
  }

  giveBuffer(buffer: Uint8Array): void {
    this.#buffers.give(buffer);
  }

  /** Takes back an outbox; what waits in it is forgotten. */
  give(outbox: Outbox): void {
    outbox.clear();
    this.#outboxes.give(outbox);
  }

  /** Lets go of what was not needed since the last time. */
  trim(): void {
    this.#buffers.trim();
    this.#outboxes.trim();
  }
}
