/** The smallest and the largest buffer, as powers of two: 1 KiB and 64 KiB. */
const SMALLEST = 10;
const LARGEST = 16;

/** The largest buffer that the pool gives, in bytes. */
export const LARGEST_BUFFER = 1 << LARGEST;

/** At most so many bytes of each size are kept for the next burst. */
const KEPT_BYTES = 4 << 20;

/** Buffers in sizes of powers of two, used again and again: an outbox has one only while something waits in it. */
export class BufferPool {
  readonly #free: Uint8Array[][] = Array.from({ length: LARGEST - SMALLEST + 1 }, () => []);

  /** A buffer of at least `size` bytes (at most {@link LARGEST_BUFFER}). Its content is anything. */
  take(size: number): Uint8Array {
    const index = sizeClass(size);
    return this.#free[index]?.pop() ?? new Uint8Array(1 << (SMALLEST + index));
  }

  /** Gives back a buffer that `take` gave. */
  give(buffer: Uint8Array): void {
    const free = this.#free[sizeClass(buffer.length)];
    if (free !== undefined && free.length * buffer.length < KEPT_BYTES) free.push(buffer);
  }
}

function sizeClass(size: number): number {
  return size <= 1 << SMALLEST ? 0 : 32 - Math.clz32(size - 1) - SMALLEST;
}
