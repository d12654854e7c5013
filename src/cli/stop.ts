import type { EventEmitter } from "node:events";
import { constants } from "node:os";

/**
 * A second signal within so many milliseconds is the first one again: a terminal sends Ctrl-C to every process of its
 * group, and `bun run` passes on to the server what it got itself.
 */
const SAME_PRESS = 300;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** What stopping on a signal needs; `process` is a source of signals. */
export interface Stopping {
  readonly signals: Pick<EventEmitter, "on">;
  /** Milliseconds, from anywhere. */
  readonly clock: () => number;
  /** Stops the server; settled when it has stopped. */
  readonly stop: (signal: string) => Promise<void>;
  /** Whether the terminal that the server was started in is gone. */
  readonly isAbandoned: () => boolean;
  /** What SIGHUP does otherwise. */
  readonly reload: () => void;
}

/**
 * Waits for SIGINT or SIGTERM, stops, and gives the exit status: 0, or 128 and the number of a second signal. SIGHUP
 * stops too where it says that the terminal was closed; else it reloads, as is the custom.
 */
export function stopOnSignal({ signals, clock, stop, isAbandoned, reload }: Stopping): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let first: number | undefined;
  const take = (signal: (typeof SIGNALS)[number]) => {
    const now = clock();
    if (first === undefined) {
      first = now;
      stop(signal).then(() => resolve(0), reject);
    } else if (now - first >= SAME_PRESS) {
      resolve(128 + constants.signals[signal]);
    }
  };
  for (const signal of SIGNALS) {
    signals.on(signal, () => (signal === "SIGHUP" && !isAbandoned() ? reload() : take(signal)));
  }
  return promise;
}
