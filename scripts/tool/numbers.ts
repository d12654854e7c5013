export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Steps of a histogram, in milliseconds, and how far it reaches. */
const STEP = 0.05;
const STEPS = 40_000;

/** Counts durations in milliseconds, as many as there are: to 0.05 ms, and all above two seconds as one. */
export class Histogram {
  readonly #counts = new Uint32Array(STEPS);
  #total = 0;

  add(milliseconds: number): void {
    const step = Math.min(STEPS - 1, Math.floor(milliseconds / STEP));
    this.#counts[step] = (this.#counts[step] as number) + 1;
    this.#total++;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#total = 0;
  }

  /** The duration that a share of all does not exceed; NaN where there is none. */
  percentile(share: number): number {
    let left = this.#total * share;
    for (const [step, count] of this.#counts.entries()) {
      left -= count;
      if (count > 0 && left <= 0) return (step + 1) * STEP;
    }
    return Number.NaN;
  }
}
