import { expect, test } from "bun:test";
import { nearest } from "../../src/settings/nearest.ts";

const FLAGS = ["host", "port", "welcome", "max-clients", "log-level", "hooks", "help"];

test.each([
  ["prot", "port"],
  ["por", "port"],
  ["porrt", "port"],
  ["pork", "port"],
  ["PORT", "port"],
  ["wellcome", "welcome"],
  ["loglevel", "log-level"],
])("%p is meant to be %p", (given, meant) => {
  expect(nearest(given, FLAGS)).toBe(meant);
});

test.each(["verbose", "x", "", "prt2you"])("%p is near nothing", (given) => {
  expect(nearest(given, FLAGS)).toBeUndefined();
});

test("a part of a name finds it, the shortest first", () => {
  expect(nearest("clients", ["limits.clients", "allow.messagesToClients"])).toBe("limits.clients");
  expect(nearest("level", FLAGS)).toBe("log-level");
});

test("of names whose last word it is the first is taken", () => {
  expect(nearest("port", ["server.port", "tls.port", "airport"])).toBe("server.port");
  expect(nearest("PORT", ["SERVER_PORT", "TLS_PORT"])).toBe("SERVER_PORT");
});

test("of two names that are equally near the first is taken", () => {
  expect(nearest("hosks", ["hooks", "hosts"])).toBe("hooks");
});
