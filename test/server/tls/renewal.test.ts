import { describe, expect, test } from "bun:test";
import { Log } from "../../../src/log.ts";
import { Certificate } from "../../../src/server/tls/certificate.ts";
import { CertificateError } from "../../../src/server/tls/certificate-error.ts";
import { Renewal } from "../../../src/server/tls/renewal.ts";
import { CHAT, PLAY } from "../../support/certificates/pairs.ts";

const DAY = 24 * 60 * 60 * 1000;

async function certificate(files: { readonly cert: string; readonly key: string }) {
  return new Certificate({ cert: await Bun.file(files.cert).text(), key: await Bun.file(files.key).text() });
}

/** A certificate in use, files and a clock that are ours, and what was logged. */
async function renewing(now?: number) {
  const [play, chat] = await Promise.all([certificate(PLAY), certificate(CHAT)]);
  const files = { stamp: "1", holds: (): Certificate => play };
  const lines: string[] = [];
  const used: string[] = [];
  const time = { now: now ?? play.from };
  const renewal = new Renewal({
    files: { stamp: async () => files.stamp, read: async () => files.holds() },
    certificate: play,
    stamp: "1",
    use: ({ subject }) => used.push(subject),
    log: new Log("info", (level, line) => void lines.push(`${level}: ${line}`)),
    wall: () => time.now,
  });
  const looks = async (times: number) => {
    for (let i = 0; i < times; i++) await renewal.look();
  };
  /** Others are in the files from now on. */
  const write = (stamp: string, holds: () => Certificate) => Object.assign(files, { stamp, holds });
  return { play, chat, lines, used, time, looks, write };
}

describe("files that change", () => {
  test("are read when they have not changed since the last look, and used", async () => {
    const { chat, lines, used, looks, write } = await renewing();
    write("2", () => chat);
    await looks(1);
    expect(used).toEqual([]);
    await looks(3);
    expect(used).toEqual([chat.subject]);
    expect(lines).toEqual([
      "info: certificate of chat.example.org, localhost, 127.0.0.1 renewed: it holds until 2126-10-30",
    ]);
  });

  test("and hold what they held are nothing to tell of", async () => {
    const { play, lines, used, looks, write } = await renewing();
    write("2", () => new Certificate(play.pair));
    await looks(3);
    expect([lines, used]).toEqual([[], []]);
  });

  test("and cannot be used are told of once, and leave the one before; those that come next are used", async () => {
    const { chat, lines, used, looks, write } = await renewing();
    write("2", () => {
      throw new CertificateError("tls.key is not the key");
    });
    await looks(5);
    expect([lines, used]).toEqual([
      ["error: tls.key is not the key (the certificate from before stays, until 2126-10-30)"],
      [],
    ]);
    write("3", () => chat);
    await looks(2);
    expect(used).toEqual([chat.subject]);
  });

  test("and bring one that has ended leave the one that holds", async () => {
    const { play, chat, lines, used, time, looks, write } = await renewing();
    time.now = play.until;
    const ended = Object.defineProperty(chat, "until", { value: play.until - 1 });
    write("2", () => ended);
    await looks(2);
    expect(used).toEqual([]);
    expect(lines).toContain(
      "error: the new certificate in tls.cert ended on 2126-10-30 (the certificate from before stays, until 2126-10-30)",
    );
  });
});

describe("a certificate that ends", () => {
  test("is told of from 14 days before, once a day", async () => {
    const { play, lines, time, looks } = await renewing();
    const days = (left: number) => Object.assign(time, { now: play.until - left * DAY });
    days(14);
    await looks(2);
    expect(lines).toEqual([]);
    for (const left of [13.9, 13.1, 12.5, 1, 0.5, -0.1, -0.9]) {
      days(left);
      await looks(2);
    }
    const line = (end: string) =>
      `warn: the certificate of ${play.subject} ${end}; renew it, and it is used when it is in tls.cert and tls.key`;
    expect(lines).toEqual([
      line("ends on 2126-10-30, in 13 days"),
      line("ends on 2126-10-30, in 12 days"),
      line("ends on 2126-10-30, in 1 day"),
      line("ends on 2126-10-30, in less than a day"),
      line("ended on 2126-10-30: browsers refuse it"),
    ]);
  });

  test("is told of at the start", async () => {
    const { play } = await renewing();
    const { lines } = await renewing(play.until + 3 * DAY);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("ended on 2126-10-30");
  });
});
