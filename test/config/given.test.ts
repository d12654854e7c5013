import { expect, test } from "bun:test";
import { join } from "node:path";
import { type Given, withGiven } from "../../src/config/given.ts";
import { UserError } from "../../src/config/user-error.ts";

const HERE = { directory: import.meta.dir, status: 2 } as const;

function given(key: string, text: string): Given {
  return { key, text, source: `--set ${key}` };
}

test.each<[string, string, unknown]>([
  ["ping.interval", "2", 2],
  ["ping.interval", "500ms", "500ms"],
  ["ping.interval", '"8s"', "8s"],
  ["server.port", "0x1770", 6000],
  ["udp.enabled", "false", false],
  ["server.welcome", "123", "123"],
  ["server.welcome", "true", "true"],
  ["server.welcome", "2026-01-01", "2026-01-01"],
  ["server.welcome", "Hello, you", "Hello, you"],
  ["server.welcome", '"Hello\\nyou"', "Hello\nyou"],
  ["server.welcome", "", ""],
  ["server.welcome", "'a'\nport = 1", "'a'\nport = 1"],
  ["udp.fallback", "tcp", "tcp"],
  ["limits.outbox", "64KiB", "64KiB"],
])("%s given as the text %p is %p", (key, text, value) => {
  const [group = "", name = ""] = key.split(".");
  expect(withGiven({}, [given(key, text)], HERE)).toEqual({ [group]: { [name]: value } });
});

test("a setting given later replaces the earlier one and leaves its neighbours", () => {
  const tree = { ping: { interval: "4s", timeout: "9s" } };
  const layered = withGiven(tree, [given("ping.interval", "1"), given("ping.interval", "2")], HERE);
  expect(layered).toEqual({ ping: { interval: 2, timeout: "9s" } });
  expect(tree).toEqual({ ping: { interval: "4s", timeout: "9s" } });
});

test("a hooks file is relative to the directory, and none stays none", () => {
  expect(withGiven({}, [given("hooks", "a/b.ts")], HERE)).toEqual({
    hooks: join(import.meta.dir, "a", "b.ts"),
  });
  expect(withGiven({ hooks: "/x.ts" }, [given("hooks", "")], HERE)).toEqual({ hooks: "" });
});

test.each([
  ["ping.interva", "3", 'unknown setting "ping.interva": did you mean "ping.interval"?'],
  ["ping", "3", 'unknown setting "ping": did you mean "ping.timeout"?'],
  [
    "",
    "3",
    'unknown setting "": known are hooks, watch, server, tcp, websocket, tls, web, flash, udp, names, channels, messages, allow, ping, limits, bans, shutdown, log',
  ],
  ["__proto__", "3", 'unknown setting "__proto__": known are'],
  ["server.port", "six", '--set server.port: given "six", allowed is a whole number from 0 to 65535'],
  ["udp.enabled", "1", '--set udp.enabled: given "1", allowed is true or false'],
  ["server.port", "", '--set server.port: given "", allowed is a whole number from 0 to 65535'],
])("%p given as %p is told", (key, text, message) => {
  const attempt = () => withGiven({}, [given(key, text)], HERE);
  expect(attempt).toThrow(UserError);
  expect(attempt).toThrow(message);
});
