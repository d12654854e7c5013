import { describe, expect, test } from "bun:test";
import { inspected, Log, plain, quoted, story } from "../src/log.ts";

/** A log whose lines are written down, and its clock. */
function log(level: "debug" | "info" = "info") {
  const lines: string[] = [];
  const time = { now: 0 };
  const sink = (level: string, line: string, cause?: string) =>
    void lines.push(`${level} ${line} [${cause ?? ""}]`);
  return { log: new Log(level, sink, () => time.now), lines, time };
}

describe("lines of one cause", () => {
  test("are one a second, and the next one says how many were left out", () => {
    const { log: each, lines, time } = log();
    for (let i = 0; i < 100; i++) each.write("warn", `line ${i}`, "flood");
    time.now = 999;
    each.write("warn", "still", "flood");
    each.write("warn", "another", "other");
    expect(lines).toEqual(["warn line 0 [flood]", "warn another [other]"]);
    time.now = 1000;
    each.write("warn", "again", "flood");
    expect(lines.slice(2)).toEqual(["warn again (and 100 more like it) [flood]"]);
  });

  test("are counted also where no other one comes: at the latest when the log is asked to tell", () => {
    const { log: each, lines, time } = log();
    for (let i = 0; i < 3; i++) each.write("warn", `line ${i}`, "flood");
    each.write("info", "line 3", "flood");
    time.now = 999;
    each.tellSuppressed();
    expect(lines).toHaveLength(1);
    time.now = 1000;
    each.tellSuppressed();
    each.tellSuppressed();
    expect(lines.slice(1)).toEqual(['info 3 more like the last of "flood" [flood]']);
    each.write("info", "line 4", "flood");
    time.now = 2000;
    each.write("info", "line 5", "flood");
    expect(lines.slice(2)).toEqual(["info line 5 (and 1 more like it) [flood]"]);
  });

  test("are counted to the last when the server stops", () => {
    const { log: each, lines } = log();
    for (let i = 0; i < 3; i++) each.write("warn", "line", "flood");
    each.tellSuppressed(Number.POSITIVE_INFINITY);
    expect(lines.slice(1)).toEqual(['warn 2 more like the last of "flood" [flood]']);
  });

  test("are not made where they are left out, nor below the level", () => {
    const { log: each } = log();
    let made = 0;
    const line = () => `made ${++made}`;
    each.write("debug", line, "flood");
    for (let i = 0; i < 5; i++) each.write("info", line, "flood");
    expect(made).toBe(1);
  });
});

test("lines without a cause are all told", () => {
  const { log: each, lines } = log();
  for (let i = 0; i < 3; i++) each.write("info", `${i}`);
  expect(lines).toEqual(["info 0 []", "info 1 []", "info 2 []"]);
});

test("a line of any length is cut at 8,192 characters", () => {
  const lines: string[] = [];
  const log = new Log("info", (_level, line) => void lines.push(line));
  log.write("info", "x".repeat(8192));
  log.write("info", "x".repeat(8193));
  log.defect("a hook", new Error("y".repeat(1_000_000)));
  expect(lines.map(({ length }) => length)).toEqual([8192, 8193, 8193]);
  expect(lines[1]?.endsWith("x…")).toBe(true);
});

test("a sink that throws harms nobody", () => {
  const broken = new Log("info", () => {
    throw new Error("full");
  });
  expect(() => broken.write("error", "line")).not.toThrow();
});

describe("text from clients", () => {
  const evil = 'a\n\x1b[31m"\u009b\u202e\u2028\u{e0041}\0';

  test("stays on its line and moves no cursor", () => {
    expect(quoted(evil)).toBe('"a\\n\\u001b[31m\\"\\u009b\\u202e\\u2028\\udb40\\udc41\\u0000"');
    expect(JSON.parse(quoted(evil))).toBe(evil);
    expect(plain(evil)).toBe('a\\u000a\\u001b[31m"\\u009b\\u202e\\u2028\\udb40\\udc41\\u0000');
    expect(plain("Ünïcode, 漢字 and 🎲")).toBe("Ünïcode, 漢字 and 🎲");
  });

  test("stays on its line and is cut in anything that it is part of", () => {
    const found = /.*/s.exec(`a\nb\u202e${"x".repeat(1_000_000)}`);
    expect(inspected(found)).not.toMatch(/[\n\u202e]/u);
    expect(inspected(found).length).toBeLessThan(300);
    expect(inspected(5)).toBe("5");
  });

  test("is cut where it is long", () => {
    expect(quoted("x".repeat(81))).toBe(`"${"x".repeat(80)}…"`);
    expect(quoted("x".repeat(80))).toBe(`"${"x".repeat(80)}"`);
  });

  test("in a failure keeps the lines of its story and nothing else", () => {
    const error = new Error("said \x1b[2J");
    error.stack = `${error}\n    at line`;
    expect(story(error)).toBe("Error: said \\u001b[2J\n    at line");
    expect(story("thrown \x07")).not.toContain("\x07");
  });
});
