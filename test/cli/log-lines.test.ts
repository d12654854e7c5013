import { expect, test } from "bun:test";
import { jsonLine, logLine, mayColour } from "../../src/cli/log-lines.ts";

const NOW = new Date(Date.UTC(2026, 0, 2, 3, 4, 5));

test("a log line has its time, in UTC, and level", () => {
  expect(logLine("warn", "a slow client", NOW, false)).toBe("03:04:05Z warn  a slow client");
  expect(logLine("error", "a bug", NOW, false)).toBe("03:04:05Z error a bug");
});

test("as JSON a line has its whole time, level, cause where it has one, and text, on one line", () => {
  const line = jsonLine("warn", 'two\nlines, "quotes" and \u2028\x9b', "a cause", NOW);
  expect(line).not.toMatch(/[\p{Cc}\u2028]/u);
  expect(JSON.parse(line)).toEqual({
    time: "2026-01-02T03:04:05.000Z",
    level: "warn",
    cause: "a cause",
    text: 'two\nlines, "quotes" and \u2028\x9b',
  });
  expect(JSON.parse(jsonLine("info", "none", undefined, NOW))).not.toHaveProperty("cause");
});

test("only the level is coloured, and not the rest by console.error, which begins with red", () => {
  const line = "\x1b[0m03:04:05Z \x1b[33mwarn \x1b[0m a slow client";
  expect(logLine("warn", "a slow client", NOW, true)).toBe(line);
});

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: "1" }, false],
  [true, { NO_COLOR: "" }, true],
  [true, { TERM: "dumb" }, false],
])("on a terminal (%p) with %j, colours: %p", (isTerminal, environment, coloured) => {
  expect(mayColour(isTerminal, environment)).toBe(coloured);
});
