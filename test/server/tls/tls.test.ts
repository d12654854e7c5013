import { expect, test } from "bun:test";
import { once } from "node:events";
import { copyFileSync, readFileSync, renameSync, symlinkSync } from "node:fs";
import { connect as connectTcp } from "node:net";
import { connect as connectTls } from "node:tls";
import { CertificateError, type Client, ListenError, type ListenOptions, Relay } from "../../../src/index.ts";
import { fromChannel } from "../../support/answers.ts";
import { CHAT, PLAY } from "../../support/certificates/pairs.ts";
import { Folder } from "../../support/folder.ts";
import { TlsStage } from "../../support/over-tls.ts";
import { type Heard, type Said, say, understand } from "../../support/wire.ts";
import { Caller } from "../caller.ts";

const HOST = "127.0.0.1";
/** Where no other test's connection takes a port that was free a moment ago: only Linux has it. */
const APART = process.platform === "linux" ? "127.0.0.2" : HOST;
const quiet = { host: HOST, port: 0, logger: () => {} } as const;

/** The subject of the certificate that somebody new is shown. */
async function shownTo(port: number): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = await Bun.connect({
    hostname: HOST,
    port,
    tls: { rejectUnauthorized: false },
    socket: {
      data() {},
      handshake: (each) => {
        const { subject } = each.getPeerCertificate();
        resolve(String(subject.CN));
      },
    },
  });
  const subject = await promise;
  socket.terminate();
  return subject;
}

/** A server whose certificate lies where certbot lays it, and what it logs. */
async function renewed(folder: Folder) {
  const awaited = new Map<string, () => void>();
  const logger = (level: string, line: string) => {
    for (const [part, resolve] of awaited) if (`${level}: ${line}`.includes(part)) resolve();
  };
  const live = { cert: folder.file("live/fullchain.pem"), key: folder.file("live/privkey.pem") };
  /** Has the links in live lead to another version, as certbot does it. */
  const lead = (version: string, { cert, key }: typeof live) => {
    for (const [from, to] of [
      [cert, live.cert],
      [key, live.key],
    ] as const) {
      const kept = folder.file(`archive/${version}${to.slice(to.lastIndexOf("/") + 1)}`);
      copyFileSync(from, kept);
      symlinkSync(kept, `${to}.new`);
      renameSync(`${to}.new`, to);
    }
  };
  lead("1", PLAY);
  const relay = await Relay.listen({ ...quiet, tls: live, logger });
  /** Resolves when this has been logged. */
  const logs = (part: string) => new Promise<void>((resolve) => awaited.set(part, resolve));
  return { relay, lead, logs, port: relay.tlsPort ?? 0 };
}

test("links that lead elsewhere change what newcomers see, while those who are in talk on", async () => {
  using folder = new Folder({ "live/README": "", "archive/README": "" });
  const { relay, lead, logs, port } = await renewed(folder);
  await using stage = new TlsStage(relay);
  const { channel, people } = await stage.room("Room", "Ann", "Bob");
  const [ann, bob] = people;
  expect(await shownTo(port)).toBe("play.example.org");

  const told = logs("info: certificate of chat.example.org");
  lead("2", CHAT);
  await told;
  expect(await shownTo(port)).toBe("chat.example.org");
  ann.says(say.toChannel(channel, "still here"));
  await bob.hears(fromChannel(channel, ann.id, "still here"));

  const kept = logs("error: tls.key is not the key");
  lead("3", { cert: PLAY.cert, key: CHAT.key });
  await kept;
  expect(await shownTo(port)).toBe("chat.example.org");
});

test("a chain that is cut off is told of, and newcomers go on seeing the certificate from before", async () => {
  const cut = readFileSync(PLAY.cert, "utf8") + readFileSync(CHAT.cert, "utf8").slice(0, -40);
  using folder = new Folder({ "live/README": "", "archive/README": "", "cut.pem": cut });
  const { relay, lead, logs, port } = await renewed(folder);
  await using _ = relay;
  const told = logs(
    "error: tls.cert has a damaged certificate: copy it once more, whole (the certificate from before stays, until",
  );
  lead("2", { cert: folder.file("cut.pem"), key: PLAY.key });
  await told;
  expect(await shownTo(port)).toBe("play.example.org");
});

/** A browser's WebSocket, as far as anybody can tell; it hears one message at a time. */
async function browser(port: number) {
  const heard: Uint8Array[] = [];
  let wake = () => {};
  const socket = new WebSocket(`wss://localhost:${port}`, {
    protocols: "bluewing",
    tls: { rejectUnauthorized: false },
  });
  socket.binaryType = "arraybuffer";
  socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
    heard.push(new Uint8Array(data));
    wake();
  };
  await once(socket, "open");
  const says = ({ head, payload }: Said) => socket.send(Uint8Array.from([head, ...payload]));
  const next = async (): Promise<Heard> => {
    while (heard.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    const [head, ...payload] = heard.shift() as Uint8Array;
    return understand({ head: head as number, payload: Uint8Array.from(payload) });
  };
  return { says, next, [Symbol.dispose]: () => socket.terminate() };
}

test("browsers come by wss to the WebSocket port and the TLS port, and stay when the certificate is another", async () => {
  using folder = new Folder({ "live/README": "", "archive/README": "" });
  const { relay, lead, logs, port } = await renewed(folder);
  await using _ = relay;
  const webPort = relay.webSocketPort ?? 0;
  using one = await browser(webPort);
  using other = await browser(port);
  for (const each of [one, other]) {
    each.says(say.connect());
    expect(await each.next()).toMatchObject({ type: "Response", request: "Connect", success: true });
  }
  expect(Array.from(relay.clients, ({ transport }) => transport)).toEqual(["websocket", "websocket"]);

  const told = logs("info: certificate of chat.example.org");
  lead("2", CHAT);
  await told;
  expect([await shownTo(webPort), await shownTo(port)]).toEqual(["chat.example.org", "chat.example.org"]);
  for (const each of [one, other]) {
    each.says(say.setName("Ann"));
    expect(await each.next()).toMatchObject({ type: "Response", request: "SetName", success: true });
  }
  const page = await fetch(`https://localhost:${webPort}/`, { tls: { rejectUnauthorized: false } });
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("Lacewing")]);
});

test("those who speak no TLS, break it or say nothing lose their own connection, and nobody is alarmed", async () => {
  const lines: string[] = [];
  const logger = (level: string, line: string) => void lines.push(`${level}: ${line}`);
  const limits = { handshakeTimeout: "300ms" };
  await using relay = await Relay.listen({ ...quiet, limits, tls: PLAY, logger, log: { level: "debug" } });
  const port = relay.tlsPort ?? 0;
  await using stage = new TlsStage(relay);
  const { channel, people } = await stage.room("Room", "Ann", "Bob");
  const [ann, bob] = people;

  const plain = await Caller.call(port);
  plain.sends(new Uint8Array(100));
  const silent = await Caller.call(port);
  const [mute, socket] = [await Caller.callOverTls(port), connectTcp(port, HOST)];
  const breaker = connectTls({ socket, rejectUnauthorized: false }).on("error", () => {});
  await once(breaker, "secureConnect");
  // A record of application data, as far as the head says: nothing that decrypts.
  socket.write(Buffer.from(`1703030020${"5a".repeat(32)}`, "hex"));
  await Promise.all([plain.closed, silent.closed, mute.closed, once(socket, "close")]);

  ann.says(say.toChannel(channel, "still here"));
  await bob.hears(fromChannel(channel, ann.id, "still here"));
  expect(relay.clients.size).toBe(2);
  expect(lines).toContain(`debug: client at ${HOST} is gone: no TLS: WRONG_VERSION_NUMBER`);
  expect(lines.filter((line) => /^(warn|error)/.test(line))).toEqual([]);
});

test("clients are told when the server stops, and hooks are told what carries them", async () => {
  const transports: string[] = [];
  const hooks = { connectionAccepted: (client: Client) => void transports.push(client.transport) };
  const relay = await Relay.listen({ ...quiet, tls: PLAY, hooks });
  const [ann, bob] = [
    await Caller.enterOverTls(relay.tlsPort ?? 0, "Ann"),
    await Caller.enter(relay.port, "Bob"),
  ];
  await relay.stop();
  for (const each of [ann, bob])
    expect(await each.rest()).toMatchObject([{ type: "Response", request: "Connect", success: false }]);
  expect(transports).toEqual(["tls", "tcp"]);
});

/** What a server that should not start is refused for, and whether it has left its port to others. */
async function refusal(settings: ListenOptions): Promise<unknown> {
  return await Relay.listen({ ...quiet, ...settings }).then(
    async (relay) => await relay.stop(),
    (error: unknown) => error,
  );
}

test("a TLS port that is in use is a ListenError, and the other ports are free again", async () => {
  await using taken = await Relay.listen({ ...quiet, host: APART });
  await using other = await Relay.listen({ ...quiet, host: APART });
  const { port } = other;
  await other.stop();
  const error = await refusal({ host: APART, port, tls: { ...PLAY, port: taken.port } });
  expect(error).toBeInstanceOf(ListenError);
  expect(error).toMatchObject({ transport: "TLS", port: taken.port, code: "EADDRINUSE" });
  await using again = await Relay.listen({ ...quiet, host: APART, port });
  expect(again.port).toBe(port);
});

test.each([
  [
    "a certificate without its key",
    { cert: PLAY.cert },
    "tls.cert is given and tls.key is not: a certificate needs its key",
  ],
  [
    "a key without its certificate",
    { key: PLAY.key },
    "tls.key is given and tls.cert is not: a key needs its certificate",
  ],
  [
    "a file that is not there",
    { cert: "/no/such.pem", key: PLAY.key },
    "cannot read tls.cert /no/such.pem: no such file",
  ],
  ["a folder", { cert: PLAY.cert, key: "/" }, "cannot read tls.key /: it is a directory"],
  [
    "a pair that is none",
    { cert: PLAY.cert, key: CHAT.key },
    "tls.key is not the key of the certificate in tls.cert: both come as a pair",
  ],
])("%s is a CertificateError", async (_what, tls, message) => {
  expect(await refusal({ tls })).toEqual(new CertificateError(message));
});

test("tls.port = 0: there is no port for TLS clients", async () => {
  await using relay = await Relay.listen({ ...quiet, tls: { ...PLAY, port: 0 } });
  expect(relay.tlsPort).toBeUndefined();
});
