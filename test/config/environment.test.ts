import { expect, test } from "bun:test";
import { givenByEnvironment, variableOf } from "../../src/config/environment.ts";
import { SETTING_KEYS } from "../../src/settings/describe.ts";

test.each([
  ["hooks", "GREENWING_HOOKS"],
  ["server.port", "GREENWING_SERVER_PORT"],
  ["limits.maxMessageSize", "GREENWING_LIMITS_MAX_MESSAGE_SIZE"],
  ["names.strictUtf8", "GREENWING_NAMES_STRICT_UTF8"],
])("the variable of %s is %s", (key, name) => {
  expect(variableOf(key)).toBe(name);
});

test("no two settings have one variable", () => {
  expect(new Set(SETTING_KEYS.map(variableOf)).size).toBe(SETTING_KEYS.length);
});

test("variables give settings; the config file's and other programs' do not", () => {
  const environment = {
    PATH: "/bin",
    GREENWING_CONFIG: "a.toml",
    GREENWING_UDP_ENABLED: "false",
    GREENWING_HOOKS: undefined,
  };
  expect(givenByEnvironment(environment)).toEqual([
    { key: "udp.enabled", text: "false", source: "GREENWING_UDP_ENABLED" },
  ]);
});

test.each([
  ["GREENWING_PORT", "unknown variable GREENWING_PORT: did you mean GREENWING_SERVER_PORT?"],
  [
    "GREENWING_PING_INTERVALL",
    "unknown variable GREENWING_PING_INTERVALL: did you mean GREENWING_PING_INTERVAL?",
  ],
  ["GREENWING_CONFIGS", "unknown variable GREENWING_CONFIGS: did you mean GREENWING_CONFIG?"],
  ["GREENWING_COLOUR", "unknown variable GREENWING_COLOUR"],
])("the unknown variable %s is told", (name, message) => {
  expect(() => givenByEnvironment({ [name]: "1" })).toThrow(message);
});
