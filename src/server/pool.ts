/** Buffer sizes are powers of four, from 256 bytes to 64 KiB: these are their powers of two. */
const SMALLEST = 8;
const LARGEST = 16;
const STEP = 2;

/** The largest buffer that the pool gives, in bytes. */
export const LARGEST_BUFFER = 1 << LARGEST;

/** At most so many bytes of each size are kept for the next burst. */
const KEPT_BYTES = 1 << 20;

/** Buffers in a few sizes, used again and again: an outbox has one only while something waits in it. */
export class BufferPool {
  readonly #free: Uint8Array[][] = Array.from({ length: (LARGEST - SMALLEST) / STEP + 1 }, () => []);

  /** A buffer of at least `size` bytes (at most {@link LARGEST_BUFFER}). Its content is anything. */
  take(size: number): Uint8Array {
    const index = sizeClass(size);
    return this.#free[index]?.pop() ?? new Uint8Array(1 << (SMALLEST + STEP * index));
  }

  /** Gives back a buffer that `take` gave. */
  give(buffer: Uint8Array): void {
    const free = this.#free[sizeClass(buffer.length)];
    if (free !== undefined && free.length * buffer.length < KEPT_BYTES) free.push(buffer);
  }
}

/** Which of the sizes holds so many bytes. */
function sizeClass(size: number): number {
  const bits = 32 - Math.clz32(size - 1);
  return bits <= SMALLEST ? 0 : Math.ceil((bits - SMALLEST) / STEP);
}
