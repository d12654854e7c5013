/** The finest steps are so short: 1/32 of a microsecond. */
const STEPS_A_MICROSECOND = 32;
/** Each power of two is divided into so many parts: an error below 0.8 %. */
const PARTS_BITS = 7;
const PARTS = 1 << PARTS_BITS;
const BUCKETS = (32 - PARTS_BITS) * PARTS;
/** What does not fit is counted as this: 67 seconds. */
const MOST = 2 ** 31 - 1;

/** A part of the latencies that were counted. */
export interface Bucket {
  /** The middle of what it holds, in microseconds. */
  readonly latency: number;
  readonly count: number;
}

/** Counts latencies, in as little memory however many there are: steps that grow with the value. */
export class Latencies {
  readonly #counts = new Int32Array(BUCKETS);

  /** Counts one, of so many microseconds. */
  add(latency: number): void {
    const steps = latency * STEPS_A_MICROSECOND > MOST ? MOST : (latency * STEPS_A_MICROSECOND) | 0;
    const power = 31 - Math.clz32(steps) - PARTS_BITS;
    const bucket = power <= 0 ? steps : ((power + 1) << PARTS_BITS) + ((steps >> power) & (PARTS - 1));
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1;
  }

  clear(): void {
    this.#counts.fill(0);
  }

  get count(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** The mean, in microseconds; 0 of none. */
  get mean(): number {
    const sum = this.buckets().reduce((all, { latency, count }) => all + latency * count, 0);
    return sum / Math.max(1, this.count);
  }

  /** The latency, in microseconds, that such a part of all does not exceed: 0.5 for the median; 0 of none. */
  quantile(part: number): number {
    const { count } = this;
    let left = Math.min(Math.floor(count * part), count - 1);
    for (const bucket of this.buckets()) {
      if (left < bucket.count) return bucket.latency;
      left -= bucket.count;
    }
    return 0;
  }

  /** The parts that are not empty, from the shortest latencies on. */
  buckets(): Bucket[] {
    const all = Array.from(this.#counts, (count, bucket) => ({ latency: middleOf(bucket), count }));
    return all.filter(({ count }) => count > 0);
  }
}

/** The middle of a bucket, in microseconds. */
function middleOf(bucket: number): number {
  if (bucket < 2 * PARTS) return (bucket + 0.5) / STEPS_A_MICROSECOND;
  const power = (bucket >> PARTS_BITS) - 1;
  return ((PARTS + (bucket & (PARTS - 1)) + 0.5) * 2 ** power) / STEPS_A_MICROSECOND;
}
