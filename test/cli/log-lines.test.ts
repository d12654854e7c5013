import { expect, test } from "bun:test";
import { logLine, mayColour } from "../../src/cli/log-lines.ts";

const NOW = new Date(Date.UTC(2026, 0, 2, 3, 4, 5));

test("a log line has its time, in UTC, and level", () => {
  expect(logLine("warn", "a slow client", NOW, false)).toBe("03:04:05Z warn  a slow client");
  expect(logLine("error", "a bug", NOW, false)).toBe("03:04:05Z error a bug");
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
