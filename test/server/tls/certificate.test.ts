import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { CertificateError } from "../../../src/index.ts";
import { Certificate, type Pair } from "../../../src/server/tls/certificate.ts";
import { CHAT, ENCRYPTED_KEY, NAMELESS, P224, PLAY } from "../../support/certificates/pairs.ts";

const text = (path: string) => readFileSync(path, "utf8");
const play = { cert: text(PLAY.cert), key: text(PLAY.key) };
const chat = { cert: text(CHAT.cert), key: text(CHAT.key) };

const ED448_KEY =
  "-----BEGIN PRIVATE KEY-----\nMEcCAQAwBQYDK2VxBDsEOd84sX2tc1jffQrK1oMlQtOMrgWmaU2q4wNeHCw8/ptO\nDNuECt+RxWLFW1VF8K5s6MmsS8ouZow/rg==\n-----END PRIVATE KEY-----\n";
const UNSUPPORTED =
  "tls.key is of a kind that TLS is not spoken with here: get a certificate with a key of the kind ECDSA (P-256) or RSA";

const DAY = 24 * 60 * 60 * 1000;

test("a certificate says whom it is for, who vouches for it and until when", () => {
  const certificate = new Certificate(play);
  expect(certificate.subject).toBe("play.example.org, localhost, 127.0.0.1");
  expect([certificate.issuer, certificate.selfSigned]).toEqual(["play.example.org", true]);
  expect([certificate.lastDay, certificate.chained]).toEqual(["2126-10-30", 1]);
  expect(certificate.from).toBe(Date.UTC(2026, 10, 23, 5, 19, 37));
});

test("it holds for its own names and addresses, and for no others", () => {
  const certificate = new Certificate(play);
  const hosts = ["play.example.org", "PLAY.example.org", "localhost", "127.0.0.1"];
  const others = ["chat.example.org", "example.org", "127.0.0.2", "::1"];
  expect(hosts.map((host) => certificate.holdsFor(host))).toEqual(hosts.map(() => true));
  expect(others.map((host) => certificate.holdsFor(host))).toEqual(others.map(() => false));
});

test("a name that it calls its subject alone is none that it holds for", () => {
  const nameless = new Certificate({ cert: text(NAMELESS.cert), key: text(NAMELESS.key) });
  expect([nameless.subject, nameless.hasNames]).toEqual(["play.example.org", false]);
  expect(nameless.holdsFor("play.example.org")).toBe(false);
  expect(new Certificate(play).hasNames).toBe(true);
});

test("days left are whole ones, and below 0 after the end", () => {
  const certificate = new Certificate(play);
  const { until } = certificate;
  const left = [-14 * DAY, -14 * DAY + 1, -1, 0, 1, DAY + 1].map((after) =>
    certificate.daysLeft(until + after),
  );
  expect(left).toEqual([14, 13, 0, 0, -1, -2]);
});

test("those that vouch for it may come after it, with other text between", () => {
  expect(new Certificate({ ...play, cert: `Play\n${play.cert}\nIssuer\n${chat.cert}` }).chained).toBe(2);
});

/** Whether Bun opens a port with it. */
function opens(pair: Pair): boolean {
  try {
    Bun.listen({ hostname: "127.0.0.1", port: 0, tls: pair, socket: { data() {} } }).stop(true);
    return true;
  } catch {
    return false;
  }
}

test.each([
  ["from Windows", { cert: play.cert.replaceAll("\n", "\r\n"), key: play.key.replaceAll("\n", "\r\n") }],
  ["with both in each file", { cert: play.key + play.cert + chat.cert, key: play.cert + play.key }],
  ["with text around", { cert: `Play\n${play.cert}\nIssuer\n${chat.cert}End`, key: `Key\n${play.key}` }],
])("a pair %s is one, and a port opens with it", (_what, pair) => {
  expect(new Certificate(pair).subject).toStartWith("play.example.org");
  expect(opens(pair)).toBe(true);
});

describe("a pair that no port opens with is a CertificateError", () => {
  const damaged = play.cert.replace(/\n[^\n]{20}/, "\n");
  const dashed = play.cert.replace(/\n[^\n]{20}/, (line) => `${line.slice(0, -1)}-`);
  test.each([
    [
      "not of one another",
      { ...play, key: chat.key },
      "tls.key is not the key of the certificate in tls.cert: both come as a pair",
    ],
    ["empty", { ...play, cert: "" }, "tls.cert has no certificate in PEM form"],
    ["damaged", { ...play, cert: damaged }, "tls.cert has a damaged certificate: copy it once more, whole"],
    [
      "followed by a damaged one",
      { ...play, cert: play.cert + damaged },
      "tls.cert has a damaged certificate: copy it once more, whole",
    ],
    [
      "followed by one that is cut off",
      { ...play, cert: play.cert + chat.cert.slice(0, -40) },
      "tls.cert has a damaged certificate: copy it once more, whole",
    ],
    [
      "followed by one that is cut off in its last line",
      { ...play, cert: play.cert + chat.cert.slice(0, -9) },
      "tls.cert has a damaged certificate: copy it once more, whole",
    ],
    [
      "followed by one that has only begun",
      { ...play, cert: `${play.cert}-----BEGIN CERTIFICATE-----` },
      "tls.cert has a damaged certificate: copy it once more, whole",
    ],
    [
      "with a dash in it",
      { ...play, cert: dashed + chat.cert },
      "tls.cert has a damaged certificate: copy it once more, whole",
    ],
    [
      "followed by one with a dash in it",
      { ...play, cert: play.cert + dashed },
      "tls.cert has a damaged certificate: copy it once more, whole",
    ],
    [
      "with what only Bun reads, damaged",
      { ...play, cert: `${play.cert}-----BEGIN X509 CERTIFICATE-----\n` },
      "tls.cert and tls.key cannot be used (ERR_OSSL_PEM_BAD_END_LINE): copy both once more, whole",
    ],
    ["with a key on an odd curve", { cert: text(P224.cert), key: text(P224.key) }, UNSUPPORTED],
    ["with a key of an odd kind", { ...play, key: ED448_KEY }, UNSUPPORTED],
    ["without a key", { ...play, key: "key" }, "tls.key has no private key in PEM form"],
    [
      "swapped",
      { cert: play.key, key: play.cert },
      "tls.cert has no certificate in PEM form: are tls.cert and tls.key swapped?",
    ],
    [
      "twice the certificate",
      { ...play, key: play.cert },
      "tls.key has no private key in PEM form: are tls.cert and tls.key swapped?",
    ],
    [
      "with an encrypted key",
      { ...play, key: text(ENCRYPTED_KEY) },
      "tls.key is encrypted, and nobody is here to type its passphrase: openssl pkey -in KEY -out NEW makes one without",
    ],
  ])("%s", (_what, pair, message) => {
    expect(() => new Certificate(pair)).toThrow(new CertificateError(message));
    expect(opens(pair)).toBe(false);
  });
});
