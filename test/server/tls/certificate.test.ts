import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { CertificateError } from "../../../src/index.ts";
import { Certificate } from "../../../src/server/tls/certificate.ts";
import { CHAT, ENCRYPTED_KEY, PLAY } from "../../support/certificates/pairs.ts";

const text = (path: string) => readFileSync(path, "utf8");
const play = { cert: text(PLAY.cert), key: text(PLAY.key) };
const chat = { cert: text(CHAT.cert), key: text(CHAT.key) };

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

describe("a pair that is none is a CertificateError", () => {
  const damaged = play.cert.replace(/\n[^\n]{20}/, "\n");
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
  });
});
