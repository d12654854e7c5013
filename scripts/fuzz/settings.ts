import { readSettings } from "../../src/settings/read.ts";
import type { Settings, SettingsInput } from "../../src/settings/schema.ts";
import { HOST } from "../tool/addresses.ts";
import { RATES_OFF } from "../tool/rates.ts";

/** Small enough for frames at the limit to be written often. */
export const MAX_MESSAGE_SIZE = 128 * 1024;

const LIMITS = { ...RATES_OFF, maxMessageSize: MAX_MESSAGE_SIZE };

/** What a fuzzed server may be set to; each case has one of them. */
const RULES: readonly SettingsInput[] = [
  {},
  { channels: { succession: "oldest" }, udp: { fallback: "tcp" } },
  { names: { unique: "server", strictUtf8: true }, server: { askImplementation: true } },
  { messages: { strictVariants: true }, channels: { autoClose: false, listing: "empty" } },
  { channels: { listing: "deny", succession: "oldest" }, allow: { clientNames: "L*,M*,N*,P*,32" } },
  { allow: { messagesToServer: "L*,32", messagesToClients: "L*,32" }, udp: { rebindAfter: "1s" } },
  { limits: { channels: 3, channelsPerClient: 2, peersPerChannel: 4, hookTimeout: "1s" } },
];

export const SETTINGS: readonly Settings[] = RULES.map((rules) =>
  readSettings({ ...rules, limits: { ...rules.limits, ...LIMITS } }),
);

/** One server for all cases over sockets: a forged UDPHello never comes when a witness has been silent for so long. */
export const SOCKET_SETTINGS: Settings = readSettings({
  server: { host: HOST, port: 0 },
  udp: { rebindAfter: "2m" },
  channels: { succession: "oldest" },
  ping: { interval: "1s" },
  limits: LIMITS,
});
