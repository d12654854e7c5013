import type { EventEmitter } from "node:events";
import { constants } from "node:os";

/**
 * A second signal within so many milliseconds is the first one again: a terminal sends Ctrl-C to every process of its
 * group, and `bun run` passes on to the server what it got itself.
 */
const SAME_PRESS = 300;

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** What stopping on a signal needs; `process` is a source of signals. */
export interface Stopping {
  readonly signals: Pick<EventEmitter, "on">;
  /** Milliseconds, from anywhere. */
  readonly clock: () => number;
  /** Stops the server; settled when it has stopped. */
  readonly stop: (signal: string) => Promise<void>;
}

/** Waits for SIGINT or SIGTERM, stops, and gives the exit status: 0, or 128 and the number of a second signal. */
export function stopOnSignal({ signals, clock, stop }: Stopping): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let first: number | undefined;
  for (const signal of SIGNALS) {
    signals.on(signal, () => {
      const now = clock();
      if (first === undefined) {
        first = now;
        stop(signal).then(() => resolve(0), reject);
      } else if (now - first >= SAME_PRESS) {
        resolve(128 + constants.signals[signal]);
      }
    });
  }
  return promise;
}
