import { expect, test } from "bun:test";
import { readSettings, SettingsError } from "../../src/settings/read.ts";

function problemWith(input: unknown): SettingsError {
  try {
    readSettings(input);
  } catch (error) {
    if (error instanceof SettingsError) return error;
  }
  throw new Error("no SettingsError");
}

test("nothing given, the defaults hold, in milliseconds and bytes", () => {
  const settings = readSettings({});
  expect(settings.server.port).toBe(6121);
  expect(settings.ping).toEqual({ interval: 8000, timeout: 24_000 });
  expect(settings.limits.maxMessageSize).toBe(1_048_576);
  expect(settings.allow.clientNames).toBeUndefined();
});

test("what is given replaces its default and nothing else", () => {
  const settings = readSettings({
    ping: { interval: "500ms" },
    server: { welcome: "Hello" },
    limits: { clients: undefined },
  });
  expect(settings.ping).toEqual({ interval: 500, timeout: 24_000 });
  expect(settings.server.welcome).toBe("Hello");
  expect(settings.limits.clients).toBe(65_000);
});

const ALL =
  "hooks, watch, server, tcp, websocket, tls, web, flash, udp, names, channels, messages, allow, ping, limits, bans, shutdown, log";

test.each<[unknown, string]>([
  [{ ping: { interva: 1 } }, 'unknown setting "ping.interva": did you mean "ping.interval"?'],
  [{ pnig: { interval: 1 } }, 'unknown setting "pnig.interval": did you mean "ping.interval"?'],
  [{ port: 7000 }, 'unknown setting "port": did you mean "server.port"?'],
  [
    { server: { limits: { clients: 5 } } },
    'unknown setting "server.limits.clients": did you mean "limits.clients"?',
  ],
  [{ ping: { colour: 1 } }, 'unknown setting "ping.colour": known are interval, timeout'],
  [{ colour: 1 }, `unknown setting "colour": known are ${ALL}`],
  [{ "a\nb": 1 }, `unknown setting "a\\nb": known are ${ALL}`],
])("the unknown key of %j is told with the nearest known one", (input, message) => {
  expect(problemWith(input).message).toBe(message);
});

const DURATION = "seconds, or a text such as 500ms, 8s or 2m";

test.each<[unknown, string]>([
  [{ ping: { interval: true } }, `ping.interval: given true, allowed is ${DURATION}`],
  [{ ping: { interval: "8 days" } }, `ping.interval: given "8 days", allowed is ${DURATION}`],
  [{ ping: { interval: [1] } }, `ping.interval: given a list, allowed is ${DURATION}`],
  [{ ping: { interval: {} } }, `ping.interval: given a table, allowed is ${DURATION}`],
  [{ ping: 5 }, "ping: given 5, allowed is a table of interval, timeout"],
  [{ server: { port: 65_536 } }, "server.port: given 65536, allowed is a whole number from 0 to 65535"],
  [{ server: { port: 1.5 } }, "server.port: given 1.5, allowed is a whole number from 0 to 65535"],
  [{ server: { port: "6121" } }, 'server.port: given "6121", allowed is a whole number from 0 to 65535'],
  [{ server: { welcome: 5 } }, "server.welcome: given 5, allowed is a text"],
  [{ udp: { enabled: "no" } }, 'udp.enabled: given "no", allowed is true or false'],
  [{ udp: { fallback: "udp" } }, 'udp.fallback: given "udp", allowed is "none" or "tcp"'],
  [
    { limits: { outbox: "4MB" } },
    'limits.outbox: given "4MB", allowed is bytes, or a text such as 64KiB or 1MiB',
  ],
  [
    { allow: { clientNames: "letters" } },
    'allow.clientNames: given "letters", allowed is general categories and code points such as L*,M*,N*,P*,32',
  ],
  [
    { limits: { exempt: "10.0.0.0/8, 10.0.0.0/33" } },
    'limits.exempt: given "10.0.0.0/8, 10.0.0.0/33", allowed is addresses and networks such as 127.0.0.0/8, ::1, fc00::/7',
  ],
  [7, `settings: given 7, allowed is a table of ${ALL}`],
  [null, `settings: given null, allowed is a table of ${ALL}`],
])("the wrong value of %j is told with what is allowed", (input, message) => {
  expect(problemWith(input).message).toBe(message);
});

test("a long value is cut in the message", () => {
  const { message } = problemWith({ udp: { enabled: "x".repeat(10_000) } });
  expect(message).toBe(`udp.enabled: given "${"x".repeat(78)}…, allowed is true or false`);
});

test("the error has its parts too", () => {
  const unknown = problemWith({ ping: { interva: 1 } });
  expect(unknown).toMatchObject({ key: "ping.interva", given: 1, nearest: "ping.interval" });
  expect(unknown.allowed).toBe("one of interval, timeout");
  const wrong = problemWith({ ping: { interval: true } });
  expect(wrong).toMatchObject({ key: "ping.interval", given: true, allowed: DURATION, nearest: undefined });
});
