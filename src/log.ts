/** How important a line is, least first; `silent` as a setting logs nothing. */
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

const RANK: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 };

/** Lines of one cause within this many milliseconds are counted instead of logged. */
const QUIET = 1000;

interface Cause {
  until: number;
  suppressed: number;
}

/** Takes finished lines; the server never writes anywhere else. */
export type LogSink = (level: Exclude<LogLevel, "silent">, line: string) => void;

/** The server's log. One cause cannot drown it: at most one line a second each, with a count of what was left out. */
export class Log {
  readonly #least: number;
  readonly #sink: LogSink;
  readonly #clock: () => number;
  readonly #causes = new Map<string, Cause>();

  constructor(level: LogLevel, sink: LogSink, clock: () => number = () => performance.now()) {
    this.#least = RANK[level];
    this.#sink = sink;
    this.#clock = clock;
  }

  /**
   * Logs `line`, which may be given as how to make it. Lines with a `cause` (a fixed text, never a client's) are
   * limited to one a second for each cause.
   */
  write(level: Exclude<LogLevel, "silent">, line: string | (() => string), cause?: string): void {
    if (RANK[level] < this.#least) return;
    const suppressed = cause === undefined ? 0 : this.#pass(cause);
    if (suppressed < 0) return;
    const text = typeof line === "string" ? line : line();
    try {
      this.#sink(level, suppressed === 0 ? text : `${text} (and ${suppressed} more like it)`);
    } catch {
      // An owner's sink that fails must not take the server with it, and there is nowhere left to say so.
    }
  }

  /** Logs a defect of the server's own; `where` says what it was met at. */
  defect(where: string, error: unknown): void {
    this.write("error", () => `${where}: ${story(error)}`, "internal error");
  }

  /** How many lines of this cause were left out since its last one, or -1 where this one is left out too. */
  #pass(name: string): number {
    const now = this.#clock();
    const cause = this.#causes.get(name);
    if (cause === undefined) {
      this.#causes.set(name, { until: now + QUIET, suppressed: 0 });
      return 0;
    }
    if (now < cause.until) {
      cause.suppressed++;
      return -1;
    }
    const suppressed = cause.suppressed;
    cause.until = now + QUIET;
    cause.suppressed = 0;
    return suppressed;
  }
}

/** A text from a client, safe for a log line: quoted, control characters escaped, cut at 80 characters. */
export function quoted(text: string): string {
  const escaped = JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
  return escaped.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A failure's story for a log line: its stack where it has one. What was thrown may be anything. */
export function story(error: unknown): string {
  try {
    return error instanceof Error ? String(error.stack ?? error.message) : Bun.inspect(error);
  } catch {
    return "something that cannot be shown"; // it throws when it is looked at
  }
}
