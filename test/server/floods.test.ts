import { expect, test } from "bun:test";
import { Relay } from "../../src/index.ts";
import { bytes, datagram, say } from "../support/wire.ts";
import { Caller } from "./caller.ts";

const HOST = "127.0.0.1";

/** What a server has logged of one cause: its lines, and how many there would be if none had been left out. */
function tallies(logged: readonly (readonly [cause: string | undefined, line: string])[]) {
  const found = new Map<string | undefined, { lines: number; all: number }>();
  for (const [cause, line] of logged) {
    const tally = found.get(cause) ?? { lines: 0, all: 0 };
    const more = /\(and (\d+) more like it\)$/.exec(line);
    const late = /^(\d+) more like the last of/.exec(line);
    tally.lines++;
    tally.all += late === null ? 1 + Number(more?.[1] ?? 0) : Number(late[1]);
    found.set(cause, tally);
  }
  return found;
}

test("floods of every kind are a line a second and cause, with a count of the rest; datagrams are none at all", async () => {
  const logged: [string | undefined, string][] = [];
  const began = performance.now();
  const relay = await Relay.listen({
    host: HOST,
    port: 0,
    limits: { messageRate: 1000, messageBurst: 10 },
    log: { level: "debug" },
    logger: (_level, line, cause) => void logged.push([cause, line]),
  });
  const { port, counters } = relay;
  const MANY = 40;
  for (let i = 0; i < MANY; i++) {
    const breaker = await Caller.enter(port, `Breaker ${i}`);
    breaker.says(...Array.from({ length: 20 }, () => say.pong()));
    breaker.sends(Uint8Array.of(0xf0, 0));
    await breaker.closed;
    const stranger = await Caller.call(port);
    stranger.sends(Buffer.from("GET / HTTP/1.1\r\n\r\n"));
    await stranger.closed;
  }
  const ann = await Caller.enter(port, "Ann");
  const before = logged.length;
  const forger = await Bun.udpSocket({ hostname: HOST, socket: {} });
  const forged = [bytes(), bytes([0]), datagram(say.hello(), 60_000), datagram(say.toServer("x"), ann.id)];
  while (counters.strayDatagrams < 1000) {
    for (let i = 0; i < 20; i++) for (const each of forged) forger.send(each, port, HOST);
    await Bun.sleep(0);
  }
  forger.close();
  const causes = new Set(logged.slice(before).map(([cause]) => cause));
  expect(
    [...causes].filter(
      (cause) => !["gone", "connected", "named", "over rate", "unknown type"].includes(`${cause}`),
    ),
  ).toEqual([]);
  await relay.stop();
  const seconds = (performance.now() - began) / 1000;
  const told = tallies(logged);
  for (const [cause, { lines }] of told)
    expect([cause, lines]).toEqual([cause, Math.min(lines, Math.ceil(seconds) + 1)]);
  expect(told.get("unknown type")?.all).toBe(MANY);
  expect(told.get("connected")?.all).toBe(MANY + 1);
  expect(told.get("named")?.all).toBe(MANY + 1);
  expect(told.get("gone")?.all).toBe(2 * MANY + 1);
  expect(told.get("over rate")?.all).toBe(counters.overRate);
  expect(counters.overRate).toBeGreaterThanOrEqual(MANY);
});
