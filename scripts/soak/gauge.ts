import { median } from "../tool/numbers.ts";
import type { ServerProcess } from "../tool/server.ts";

/** From when on, and until when, a sample of memory counts for what is compared: milliseconds. */
const FIRST = { from: 60_000, to: 120_000 };
const LAST = 60_000;

/** Measures what the server and the load take of the machine. */
export class Gauge {
  /** The server's memory may grow by less than this after the first minute. */
  readonly mostGrowth = 0.05;
  /** Bytes, the last sample of each second. */
  readonly #samples: { readonly at: number; readonly rss: number }[] = [];
  readonly #server: ServerProcess;
  readonly #startedAt = performance.now();
  #lap: { readonly at: number; readonly server: number; readonly load: number };

  constructor(server: ServerProcess) {
    this.#server = server;
    this.#lap = this.#computed();
  }

  /** Takes a sample of the server's memory. */
  look(): void {
    const { rss } = this.#server;
    if (rss !== undefined) this.#samples.push({ at: performance.now() - this.#startedAt, rss });
  }

  /** What parts of a core the server and the load have used since the last lap. */
  lap(): [server: number, load: number] {
    const former = this.#lap;
    this.#lap = this.#computed();
    const passed = this.#lap.at - former.at;
    return [(this.#lap.server - former.server) / passed, (this.#lap.load - former.load) / passed];
  }

  /** The server's memory now, in bytes; NaN where it cannot be told. */
  get rss(): number {
    return this.#samples.at(-1)?.rss ?? Number.NaN;
  }

  /** The most that it has been. */
  get peak(): number {
    return Math.max(...this.#samples.map(({ rss }) => rss));
  }

  /** The medians of the second minute and of the last, in bytes; undefined where the run is too short for both. */
  get compared(): readonly [first: number, last: number] | undefined {
    const end = this.#samples.at(-1)?.at ?? 0;
    if (end < FIRST.to + LAST) return undefined;
    const between = (from: number, to: number) =>
      median(this.#samples.filter(({ at }) => at >= from && at < to).map(({ rss }) => rss));
    return [between(FIRST.from, FIRST.to), between(end - LAST, end)];
  }

  /** By what part the memory has grown after the first minute. */
  get growth(): number | undefined {
    const { compared } = this;
    return compared === undefined ? undefined : compared[1] / compared[0] - 1;
  }

  #computed(): { at: number; server: number; load: number } {
    const { user, system } = process.cpuUsage();
    return { at: performance.now() / 1000, server: this.#server.computed ?? 0, load: (user + system) / 1e6 };
  }
}
