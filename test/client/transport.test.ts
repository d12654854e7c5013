import { expect, test } from "bun:test";
import { Backoff } from "../../src/client/lasting/backoff.ts";
import { readAddress, shown } from "../../src/client/transport/address.ts";

test("an address is a host with or without a port, or a URL", () => {
  const tcp = (host: string, port = 6121) => ({ transport: "tcp", host, port, secure: false }) as const;
  const websocket = (url: string) => ({ transport: "websocket", url }) as const;
  const read = {
    "play.example": tcp("play.example"),
    "play.example:7000": tcp("play.example", 7000),
    "192.0.2.7:7000": tcp("192.0.2.7", 7000),
    "::1": tcp("::1"),
    "[::1]": tcp("::1"),
    "[2001:db8::7]:7000": tcp("2001:db8::7", 7000),
    "fe80::1%eth0": tcp("fe80::1%eth0"),
    "lacewing://play.example": tcp("play.example"),
    "lacewing://[::1]:7000/": tcp("::1", 7000),
    "lacewings://play.example": { ...tcp("play.example", 6123), secure: true },
    "ws://play.example:6122": websocket("ws://play.example:6122/"),
    "wss://play.example/relay?a=b": websocket("wss://play.example/relay?a=b"),
    "http://play.example:6122/chat#top": websocket("ws://play.example:6122/chat"),
    "https://play.example": websocket("wss://play.example/"),
  };
  for (const [text, address] of Object.entries(read)) expect(readAddress(text)).toEqual(address);
  for (const text of [
    "",
    "a b",
    "host:0",
    "host:65536",
    "host:x",
    "ftp://host",
    "ws://",
    "host/path",
    "[::1",
  ])
    expect(() => readAddress(text)).toThrow(RangeError);
});

test("an address is shown as people write it", () => {
  for (const text of [
    "play.example",
    "play.example:7000",
    "[::1]",
    "[::1]:7000",
    "lacewings://play.example",
    "lacewings://play.example:7000",
    "wss://play.example/",
  ])
    expect(shown(readAddress(text))).toBe(text);
});

test("delays double up to a bound, are no shorter after a denial, and begin again after a steady connection", () => {
  const backoff = new Backoff({ first: 500, most: 30_000 }, () => 0.5);
  const delays = (count: number) => Array.from({ length: count }, () => backoff.delay(false));
  expect(delays(8)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  backoff.lasted(9999);
  expect(delays(1)).toEqual([30_000]);
  backoff.lasted(10_000);
  expect(delays(2)).toEqual([500, 1000]);
  backoff.lasted(10_000);
  expect([backoff.delay(true), backoff.delay(true)]).toEqual([5000, 10_000]);
  const extremes = [0, 1].map((random) => new Backoff({}, () => random).delay(false));
  expect(extremes).toEqual([400, 600]);
});
