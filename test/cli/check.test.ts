import { expect, test } from "bun:test";
import { certificateFindings } from "../../src/cli/check.ts";
import { readSettings } from "../../src/settings/read.ts";
import { CHAT, NAMELESS, P224, PLAY, SIGNED } from "../support/certificates/pairs.ts";
import { Folder } from "../support/folder.ts";
import { Program } from "../support/program.ts";

const DAY = 24 * 60 * 60 * 1000;
const END = Date.UTC(2126, 9, 30, 5, 19, 37);

type Given = { cert?: string; key?: string };

/** What is wrong with a certificate so many days before its end. */
async function wrong(given: Given, { host, left = 100 }: { host?: string; left?: number } = {}) {
  const { tls } = readSettings({ tls: given });
  return (await certificateFindings(tls, host, END - left * DAY)).wrong;
}

test("check says whom the certificate is for, who vouches for it and how many days are left", async () => {
  const { tls } = readSettings({ tls: PLAY });
  const found = await certificateFindings(tls, "play.example.org", END - 100.5 * DAY);
  expect(found).toEqual({
    lines: [
      `certificate: ${PLAY.cert}`,
      "  for play.example.org, localhost, 127.0.0.1",
      "  from itself: browsers and clients ask before they trust it",
      "  until 2126-10-30, 100 days left",
    ],
    wrong: [],
  });
});

test("another host than the certificate's is told", async () => {
  expect(await wrong(PLAY, { host: "127.0.0.1" })).toEqual([]);
  expect(await wrong(PLAY, { host: "chat.example.org" })).toEqual([
    "the certificate is not for chat.example.org: it is for play.example.org, localhost, 127.0.0.1; get one for chat.example.org, or connect by a name that it has",
  ]);
  expect(await wrong({}, { host: "chat.example.org" })).toEqual([
    "there is no certificate for chat.example.org: give one with tls.cert and tls.key",
  ]);
});

test("a certificate that names hosts in its subject alone is told: browsers do not look there", async () => {
  const line = (host: string) =>
    `the certificate has no subjectAltName, which browsers need: get one that has ${host} there`;
  expect(await wrong(NAMELESS)).toEqual([line("the server's name")]);
  expect(await wrong(NAMELESS, { host: "play.example.org" })).toEqual([line("play.example.org")]);
});

test("a certificate that has ended, ends soon or has not begun is told", async () => {
  const renew = "renew it; a running server takes the new files by itself";
  expect(await wrong(PLAY, { left: 14 })).toEqual([]);
  expect(await wrong(PLAY, { left: 13.9 })).toEqual([`the certificate ends on 2126-10-30, soon: ${renew}`]);
  expect(await wrong(PLAY, { left: -1 })).toEqual([`the certificate has ended on 2126-10-30: ${renew}`]);
  expect(await wrong(PLAY, { left: 100 * 365.25 })).toEqual([
    "the certificate does not hold yet: is this machine's clock right?",
  ]);
});

test("a pair that cannot be used is told, and so is one without those that vouch for it", async () => {
  expect(await wrong({ cert: PLAY.cert })).toEqual([
    "tls.cert is given and tls.key is not: a certificate needs its key",
  ]);
  expect(await wrong({ ...PLAY, key: CHAT.key })).toEqual([
    "tls.key is not the key of the certificate in tls.cert: both come as a pair",
  ]);
  expect(await wrong(P224)).toEqual([
    expect.stringContaining("tls.key is of a kind that TLS is not spoken with"),
  ]);
  expect(await wrong(SIGNED)).toEqual([
    "tls.cert has no certificate but its own: give the whole chain, of Let's Encrypt fullchain.pem",
  ]);
});

test("greenwing check prints what the server would do; its status says whether anything is wrong", async () => {
  using folder = new Folder({
    "greenwing.toml": `hooks = "rules.ts"\nserver.port = 7000\ntls = { cert = '${PLAY.cert}', key = '${PLAY.key}' }\n`,
  });
  const cwd = folder.path;
  const [right, other] = await Promise.all([
    Program.run(["check", "localhost"], { cwd }),
    Program.run(["check", "chat.example.org", "--set", "udp.enabled=false"], { cwd }),
  ]);
  expect([right.status, right.err]).toEqual([0, ""]);
  expect(right.out.replaceAll(cwd, "HERE")).toStartWith(
    [
      "config: HERE/greenwing.toml",
      "listens: port 7000 of ::, TCP and UDP",
      "browsers (WebSocket): port 6122 by https and wss, port 7000",
      "TLS: port 6123",
      "hooks: HERE/rules.ts",
      "bans: kept until the server stops",
      `certificate: ${PLAY.cert}`,
    ].join("\n"),
  );
  expect(right.out).toEndWith("days left\nNothing is wrong with it.\n");
  expect(other.status).toBe(1);
  expect(other.out).toContain("TCP, not UDP");
  expect(other.err).toStartWith("greenwing: the certificate is not for chat.example.org: ");
  expect(other.err.trim().split("\n")).toHaveLength(1);
});

test("no host and broken settings are one line", async () => {
  expect(await Program.run(["check", "no host"])).toEqual({
    status: 2,
    out: "",
    err: 'greenwing: given "no host", allowed is a host: a name such as play.example.org, or an address\n',
  });
  expect((await Program.run(["check", "--config", "/no/such.toml"])).status).toBe(1);
});
