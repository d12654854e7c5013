/** Buffer sizes are powers of four, from 256 bytes to 64 KiB: these are their powers of two. */
const SMALLEST = 8;
const LARGEST = 16;
const STEP = 2;

/** The largest buffer that the pool gives, in bytes. */
export const LARGEST_BUFFER = 1 << LARGEST;

/** Things of one kind that are used again and again, as many as a busy moment needed. */
export class Pool<T> {
  readonly #make: () => T;
  readonly #free: T[] = [];
  /** The least that were free since the last trim: so many were not needed. */
  #unneeded = 0;

  constructor(make: () => T) {
    this.#make = make;
  }

  take(): T {
    const free = this.#free.pop();
    if (this.#free.length < this.#unneeded) this.#unneeded = this.#free.length;
    return free ?? this.#make();
  }

  give(thing: T): void {
    this.#free.push(thing);
  }

  /** Lets go of what was not needed since the last time: memory comes back after a burst. */
  trim(): void {
    this.#free.length -= this.#unneeded;
    this.#unneeded = this.#free.length;
  }
}

/** Buffers in a few sizes: an outbox has one only while something waits in it. */
export class BufferPool {
  readonly #pools = Array.from({ length: (LARGEST - SMALLEST) / STEP + 1 }, (_, index) => {
    const size = 1 << (SMALLEST + STEP * index);
    return new Pool(() => new Uint8Array(size));
  });

  /** A buffer of at least `size` bytes (at most {@link LARGEST_BUFFER}). Its content is anything. */
  take(size: number): Uint8Array {
    return this.#of(size).take();
  }

  /** Gives back a buffer that `take` gave. */
  give(buffer: Uint8Array): void {
    this.#of(buffer.length).give(buffer);
  }

  trim(): void {
    for (const pool of this.#pools) pool.trim();
  }

  #of(size: number): Pool<Uint8Array> {
    const bits = size <= 1 << SMALLEST ? SMALLEST : 32 - Math.clz32(size - 1);
    const index = Math.ceil((bits - SMALLEST) / STEP);
    return this.#pools[index] as Pool<Uint8Array>;
  }
}
