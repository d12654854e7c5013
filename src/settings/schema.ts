import * as v from "valibot";
import { allowList } from "./allow-list.ts";
import { networks } from "./network.ts";
import { origins } from "./origins.ts";
import { byteSize, duration, flushInterval } from "./units.ts";

/** One setting: what may be given, what holds when nothing is given, and what it means. */
function setting<Schema extends v.GenericSchema, const Default extends v.InferInput<Schema>>(
  schema: Schema,
  fallback: Default,
  meaning: string,
) {
  return v.pipe(v.optional(schema, fallback), v.description(meaning));
}

function group<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.optional(v.strictObject(entries), {} as never);
}

const flag = v.boolean("true or false");
const text = v.string("a text");
const oneOf = <const Options extends readonly string[]>(...options: Options) =>
  v.picklist(options, options.map((option) => JSON.stringify(option)).join(" or "));
const wholeNumber = (least: number, most: number) => {
  const form = `a whole number from ${least} to ${most}`;
  return v.pipe(v.number(form), v.integer(form), v.minValue(least, form), v.maxValue(most, form));
};

/** Ids are 16 bits, 0 is nobody's and 0xFFFF is never given out: protocol.md, section 6. */
const MOST_IDS = 65_534;

/** The usual port for WebSocket clients. */
export const DEFAULT_WEBSOCKET_PORT = 6122;

/** Loopback, link-local and private addresses: RFC 1122, 1918, 3927, 4193 and 4291. */
const OWN_NETWORKS =
  "127.0.0.0/8, ::1, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.0.0/16, fe80::/10, fc00::/7";

const MOST_AT_ONCE = 1_000_000_000;

/**
 * Every setting of the server, in the words of protocol.md. Where none is given its default holds, so parsing `{}`
 * gives the whole of them. Durations come out in milliseconds, sizes in bytes.
 */
// biome-ignore format: a table, one setting a line
export const settingsSchema = v.strictObject({
  hooks: setting(text, "", "a TypeScript or JavaScript file whose default export are the owner's hooks"),
  watch: setting(oneOf("terminal", "always", "never"), "terminal", "load the hooks again when their file changes: where greenwing runs in a terminal, always, or only on SIGHUP"),
  server: group({
    host: setting(text, "::", 'the address to listen on; "::" is every IPv6 and IPv4 address of the machine'),
    port: setting(wholeNumber(0, 65_535), 6121, "the port, for TCP and UDP alike; 0 takes a free one"),
    welcome: setting(text, "Welcome to Greenwing", "the text that a client gets when its connection is accepted"),
    askImplementation: setting(flag, false, "ask each client what it is built on (some old clients drop the connection)"),
  }),
  tcp: group({
    flushInterval: setting(flushInterval, "auto", "how long what clients are sent is collected at most: not beyond the moment (0), so long, or by the load up to 3.5 ms (auto): 60 messages a second in many rooms cost half the processor time then"),
    acceptHttp: setting(flag, true, "take WebSocket clients, browsers and Flash on the TCP port too: the first byte says which it is"),
  }),
  websocket: group({
    port: setting(wholeNumber(0, 65_535), DEFAULT_WEBSOCKET_PORT, "the port for WebSocket clients and browsers alone, encrypted with tls.cert; 0: none; where server.port is 0, a free one"),
    maxMessageSize: setting(byteSize, "64KiB", "the largest message taken from a WebSocket client, which limits.maxMessageSize holds for too; 0: only that"),
    allowedOrigins: setting(origins, "", "web pages of which origins may connect beside the server's own, such as https://example.org, with commas between; empty: any"),
  }),
  tls: group({
    cert: setting(text, "", "a certificate for encrypted connections, in a PEM file with those that vouch for it; empty: none are taken"),
    key: setting(text, "", "the key of that certificate, in a PEM file; when the files change, the new ones are used"),
    port: setting(wholeNumber(0, 65_535), 6123, "the TCP port for encrypted connections of clients; 0: none; where server.port is 0, a free one"),
  }),
  web: group({
    pages: setting(flag, true, "give browsers a page to chat on at /chat and a small game at /game, to try the server with"),
  }),
  flash: group({
    port: setting(wholeNumber(0, 65_535), 0, "a port, usually 843, where Flash clients ask for a policy; 0: none"),
  }),
  udp: group({
    enabled: setting(flag, true, "listen for UDP; without it blasted messages go nowhere (but see udp.fallback)"),
    rebindAfter: setting(duration, "2s", "how long a bound UDP port must be silent before another may take its place"),
    keepAlive: setting(duration, "15s", "send a UDP Ping when a client got nothing by UDP for so long; 0: never"),
    fallback: setting(oneOf("none", "tcp"), "none", "what becomes of a blast to a client that has no UDP: nothing, or sent by TCP"),
  }),
  names: group({
    unique: setting(oneOf("channel", "server"), "channel", "where no two clients may have the same name"),
    strictUtf8: setting(flag, false, "refuse names that are not valid UTF-8 (old clients write Windows-1252)"),
  }),
  channels: group({
    autoClose: setting(flag, true, "let a channel's creator have it closed when they leave"),
    succession: setting(oneOf("none", "oldest"), "none", "who becomes master when the master left: nobody, or the longest-standing peer"),
    listing: setting(oneOf("on", "empty", "deny"), "on", "the channel list: the visible channels, none of them, or a denial"),
  }),
  messages: group({
    strictVariants: setting(flag, false, "drop numbers that are not 4 bytes and variants above 2 (some old clients die of them)"),
  }),
  allow: group({
    clientNames: setting(allowList, "", "characters allowed in client names, such as L*,M*,N*,P*,32; empty: any"),
    channelNames: setting(allowList, "", "characters allowed in channel names"),
    messagesToServer: setting(allowList, "", "characters allowed in text messages to the server; others are dropped"),
    messagesToClients: setting(allowList, "", "characters allowed in text messages to channels and peers; others are dropped"),
  }),
  ping: group({
    interval: setting(duration, "8s", "ping a client that sent nothing for so long; 0: never"),
    timeout: setting(duration, "24s", "close the connection of a client that sends nothing for so long after a ping; 0: never"),
  }),
  limits: group({
    clients: setting(wholeNumber(0, MOST_IDS), 65_000, "clients at a time; 0: as many as there are ids (65534)"),
    pending: setting(wholeNumber(0, MOST_IDS), 16_384, "connections whose Connect is not accepted yet, at a time; above it the oldest make way; 0: no limit"),
    perAddress: setting(wholeNumber(0, MOST_IDS), 64, "connections from one address (of IPv6: one /64) at a time; 0: no limit"),
    pendingPerAddress: setting(wholeNumber(0, MOST_IDS), 16, "connections from one address whose Connect is not accepted yet; 0: no limit"),
    connectRate: setting(wholeNumber(0, MOST_IDS), 20, "connections from one address a second; 0: no limit"),
    connectBurst: setting(wholeNumber(0, MOST_IDS), 60, "connections from one address that may come at once, above limits.connectRate; 0: no limit"),
    exempt: setting(networks, OWN_NETWORKS, "addresses that the limits of one address and strikes do not hold for; empty: none"),
    channels: setting(wholeNumber(0, MOST_IDS), 16_384, "channels at a time; 0: as many as there are ids (65534)"),
    channelsPerClient: setting(wholeNumber(0, MOST_IDS), 32, "channels that one client may be in; 0: no limit"),
    peersPerChannel: setting(wholeNumber(0, MOST_IDS), 4_096, "clients in one channel; 0: no limit"),
    maxMessageSize: setting(byteSize, "1MiB", "the largest frame payload taken from a client; 0: no limit"),
    handshakeTimeout: setting(duration, "8s", "how long a client may take to ask for its connection; 0: for ever"),
    hookTimeout: setting(duration, "10s", "how long a hook may take for a verdict before it counts as a denial; 0: for ever"),
    messageRate: setting(wholeNumber(0, MOST_AT_ONCE), 200, "messages a second from one client, of all types; 0: no limit"),
    messageBurst: setting(wholeNumber(0, MOST_AT_ONCE), 600, "messages that a client may send at once, ahead of that rate; 0: no limit"),
    byteRate: setting(byteSize, "1MiB", "bytes a second from one client; 0: no limit"),
    byteBurst: setting(byteSize, "4MiB", "bytes that a client may send at once, ahead of that rate; 0: no limit"),
    requestRate: setting(wholeNumber(0, MOST_AT_ONCE), 10, "names, joins and leaves a second that one client may ask for; 0: no limit"),
    requestBurst: setting(wholeNumber(0, MOST_AT_ONCE), 40, "names, joins and leaves that a client may ask for at once; 0: no limit"),
    listRate: setting(wholeNumber(0, MOST_AT_ONCE), 2, "channel lists a second that one client may ask for; 0: no limit"),
    listBurst: setting(wholeNumber(0, MOST_AT_ONCE), 5, "channel lists that a client may ask for at once; 0: no limit"),
    overRate: setting(oneOf("slow", "disconnect"), "slow", "a client over one of these rates: what it sends waits, or it is let go; its datagrams are dropped"),
    outbox: setting(byteSize, "1MiB", "bytes that may wait for one client before blasts to it are dropped; 0: no limit"),
    outboxHard: setting(byteSize, "4MiB", "bytes that may wait for one client before it is let go as a slow reader; 0: no limit"),
    stallTimeout: setting(duration, "10s", "how long a client for which something waits may take nothing of it; 0: for ever"),
    inactivity: setting(duration, "0s", "how long a client may send nothing but Pongs before it is let go; 0: for ever"),
  }),
  bans: group({
    file: setting(text, "", "a TOML file of bans, which the server also writes; empty: bans end with the server"),
    strikes: setting(wholeNumber(0, MOST_IDS), 0, "ban an address that broke the protocol so often; 0: never"),
    strikesWithin: setting(duration, "10m", "how long a strike counts; 0: until the server stops"),
    duration: setting(duration, "1h", "how long an address is banned for its strikes; 0: for good"),
  }),
  shutdown: group({
    within: setting(duration, "5s", "how long a stopping server waits for clients to take what they were sent"),
  }),
  log: group({
    level: setting(oneOf("debug", "info", "warn", "error", "silent"), "info", "the least important lines that are logged"),
    format: setting(oneOf("pretty", "json"), "pretty", "what log lines look like: for people, or a JSON object each with time, level, cause and text"),
  }),
});

/** All settings, complete: durations in milliseconds, sizes in bytes. */
export type Settings = v.InferOutput<typeof settingsSchema>;

/** Settings as users give them: any part of them, durations and sizes with their units. */
export type SettingsInput = v.InferInput<typeof settingsSchema>;
