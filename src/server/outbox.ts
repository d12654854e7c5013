import { BufferPool, LARGEST_BUFFER, Pool } from "./pool.ts";

/** Takes bytes and returns how many, as Bun's sockets do; less than `length` (or -1) means: wait for `drain`. */
export interface Sink {
  write(bytes: Uint8Array, start: number, length: number): number;
}

const NOTHING = new Uint8Array(0);

/** `Buffer`'s copy takes any bytes; of 1 KiB in half the time of `set` with a subarray. */
const copy = Buffer.prototype.copy as (
  this: Uint8Array,
  target: Uint8Array,
  at: number,
  start: number,
  end: number,
) => number;

/**
 * What waits to be sent to one client. Messages are collected in one buffer, which grows up to 64 KiB so that a turn's
 * messages leave in one write; what goes beyond is a list of full ones. Buffers come from a pool and go back to it
 * when they are sent.
 */
export class Outbox {
  /** Bytes that wait. */
  size = 0;
  readonly #pool: BufferPool;
  /** Full buffers, oldest first, where one was not enough. */
  readonly #full: Uint8Array[] = [];
  /** The buffer that is filled, and how far. */
  #last: Uint8Array = NOTHING;
  #end = 0;
  /** How much of the oldest buffer was sent already. */
  #sent = 0;
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

  /** Writes what waits, oldest first, as far as it is taken. Returns whether nothing is left. */
  flush(sink: Sink): boolean {
    while (this.size > 0) {
      const oldest = this.#full[0] ?? this.#last;
      const waiting = (oldest === this.#last ? this.#end : oldest.length) - this.#sent;
      const written = Math.max(0, sink.write(oldest, this.#sent, waiting));
      this.size -= written;
      this.#sent += written;
      if (written < waiting) return false;
      this.#sent = 0;
      if (oldest === this.#last) {
        this.#usual = this.#end;
        this.#drop();
      } else {
        this.#pool.give(this.#full.shift() as Uint8Array);
      }
    }
    return true;
  }

  /** Forgets what waits. */
  clear(): void {
    for (const buffer of this.#full) this.#pool.give(buffer);
    this.#full.length = 0;
    this.#sent = 0;
    this.size = 0;
    this.#drop();
  }

  #drop(): void {
    if (this.#last !== NOTHING) this.#pool.give(this.#last);
    this.#last = NOTHING;
    this.#end = 0;
  }

  /** Makes the last buffer larger, or puts it aside when it is full and cannot be. */
  #makeRoom(wanted: number): void {
    if (this.#last.length < LARGEST_BUFFER) {
      const size = this.#end === 0 ? Math.max(wanted, this.#usual) : this.#end + wanted;
      const larger = this.#pool.take(Math.min(size, LARGEST_BUFFER));
      const end = this.#end;
      if (end > 0) copy.call(this.#last, larger, 0, 0, end);
      this.#drop();
      this.#last = larger;
      this.#end = end;
    } else if (this.#end === LARGEST_BUFFER) {
      this.#full.push(this.#last);
      this.#last = this.#pool.take(Math.min(wanted, LARGEST_BUFFER));
      this.#end = 0;
    }
  }

  #copy(bytes: Uint8Array, start: number, end: number): void {
    copy.call(bytes, this.#last, this.#end, start, end);
    this.#end += end - start;
  }
}

/** Outboxes for those who have something waiting. */
export class OutboxPool {
  readonly #buffers = new BufferPool();
  readonly #outboxes = new Pool(() => new Outbox(this.#buffers));

  take(): Outbox {
    return this.#outboxes.take();
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
