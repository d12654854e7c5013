import { type LogSink, plain } from "../log.ts";
import type { Settings } from "../settings/schema.ts";

type Level = Parameters<LogSink>[0];

const COLOURS: Readonly<Record<Level, string>> = {
  debug: "\x1b[2m",
  info: "\x1b[36m",
  warn: "\x1b[33m",
  error: "\x1b[31m",
};
const PLAIN = "\x1b[0m";

/**
 * A log line with its time and level: `12:34:56Z warn  ...`. It is UTC, as the Z says: local time would have the time
 * zones loaded, which cost 3 MB.
 */
export function logLine(level: Level, line: string, now: Date, coloured: boolean): string {
  const time = `${now.toISOString().slice(11, 19)}Z`;
  const name = level.padEnd(5);
  // In a terminal console.error writes in red.
  return coloured ? `${PLAIN}${time} ${COLOURS[level]}${name}${PLAIN} ${line}` : `${time} ${name} ${line}`;
}

/** A log line as a JSON object with time, level, cause where it has one, and text. It has no line breaks in it. */
export function jsonLine(level: Level, text: string, cause: string | undefined, now: Date): string {
  return plain(JSON.stringify({ time: now.toISOString(), level, cause, text }));
}

/** Whether what is written to standard error may be coloured: a terminal that was not told otherwise (no-color.org). */
export function mayColour(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  return isTerminal && !environment.NO_COLOR && environment.TERM !== "dumb";
}

/** Writes log lines to standard error. `console.error` does not throw when nobody reads them any more. */
export function logToStderr(format: Settings["log"]["format"], isTerminal: boolean): LogSink {
  if (format === "json")
    return (level, line, cause) => console.error(jsonLine(level, line, cause, new Date()));
  const coloured = mayColour(isTerminal, process.env);
  return (level, line) => console.error(logLine(level, line, new Date(), coloured));
}
