/** How important a line is, least first; `silent` as a setting logs nothing. */
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

const RANK: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 };

/** Lines of one cause within this many milliseconds are counted instead of logged. */
const QUIET = 1000;

/** A line has so many characters at most: an owner's hook may have thrown all that a client said. */
const LONGEST = 8192;

type Level = Exclude<LogLevel, "silent">;

interface Cause {
  /** The level of its last line. */
  level: Level;
  /** Until then its lines are counted only. */
  until: number;
  suppressed: number;
}

/** Takes finished lines; the server never writes anywhere else. `cause` is what they are limited by, where they are. */
export type LogSink = (level: Level, line: string, cause?: string) => void;

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
  write(level: Level, line: string | (() => string), cause?: string): void {
    if (RANK[level] < this.#least) return;
    const suppressed = cause === undefined ? 0 : this.#pass(level, cause);
    if (suppressed < 0) return;
    const text = typeof line === "string" ? line : line();
    this.#tell(level, suppressed === 0 ? text : `${text} (and ${suppressed} more like it)`, cause);
  }

  /** Logs a defect of the server's own; `where` says what it was met at. */
  defect(where: string, error: unknown): void {
    this.write("error", () => `${where}: ${story(error)}`, "internal error");
  }

  /** Tells how many lines were left out that no line has come after; with `now`, whether or not it is time. */
  tellSuppressed(now = this.#clock()): void {
    for (const [name, cause] of this.#causes) {
      if (cause.suppressed === 0 || now < cause.until) continue;
      this.#tell(cause.level, `${cause.suppressed} more like the last of "${name}"`, name);
      cause.until = now + QUIET;
      cause.suppressed = 0;
    }
  }

  #tell(level: Level, text: string, cause: string | undefined): void {
    try {
      this.#sink(level, text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text, cause);
    } catch {
      // An owner's sink that fails must not take the server with it, and there is nowhere left to say so.
    }
  }

  /** How many lines of this cause were left out since its last one, or -1 where this one is left out too. */
  #pass(level: Level, name: string): number {
    const now = this.#clock();
    const cause = this.#causes.get(name);
    if (cause === undefined) {
      this.#causes.set(name, { level, until: now + QUIET, suppressed: 0 });
      return 0;
    }
    cause.level = level;
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

/** What a terminal or a reader of lines would not show as it is: control and format characters. */
const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** A text on one line, whatever it has in it: control characters are escaped as JSON does it. */
export function plain(text: string): string {
  return text.replace(HIDDEN, (c) =>
    Array.from({ length: c.length }, (_, i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, "0")}`).join(
      "",
    ),
  );
}

/** A text from a client, safe for a log line: quoted, control characters escaped, cut at 80 characters. */
export function quoted(text: string): string {
  return plain(JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text));
}

/** Anything for a log line: on one line, cut at 200 characters. There may be something of a client's in it. */
export function inspected(value: unknown): string {
  const text = Bun.inspect(value);
  return plain(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}

/** A failure's story for a log line: its stack where it has one. What was thrown may be anything. */
export function story(error: unknown): string {
  try {
    if (!(error instanceof Error)) return plain(Bun.inspect(error));
    const frames = String(error.stack ?? "")
      .split("\n")
      .filter((line) => /^\s+at /.test(line));
    // The message is one line, whatever is in it: it may be a client's.
    return [`${error.name}: ${error.message}`, ...frames].map(plain).join("\n");
  } catch {
    return "something that cannot be shown"; // it throws when it is looked at
  }
}
