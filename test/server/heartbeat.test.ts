import { describe, expect, spyOn, test } from "bun:test";
import { Relay } from "../../src/index.ts";
import { Log } from "../../src/log.ts";
import { Connections } from "../../src/server/connections.ts";
import { Door } from "../../src/server/door.ts";
import { type Beating, beatInterval, Heartbeat } from "../../src/server/heartbeat.ts";
import { OutboxPool } from "../../src/server/output/outbox.ts";

describe("the beat", () => {
  test("is four times as often as the shortest span, within bounds; spans of 0 are off", () => {
    expect(beatInterval([8000, 24_000, 15_000])).toBe(500);
    expect(beatInterval([8000, 400, 0])).toBe(100);
    expect(beatInterval([8000, 1])).toBe(20);
    expect(beatInterval([0, 0])).toBe(500);
    expect(beatInterval([])).toBe(500);
  });
});

class One implements Beating {
  place = 0;
  readonly beats: number[] = [];
  onBeat = () => {};

  beat(now: number): void {
    this.beats.push(now);
    this.onBeat();
  }
}

/** Resolves when each of them was looked after so often. */
async function beaten(ones: readonly One[], times: number): Promise<void> {
  while (ones.some(({ beats }) => beats.length < times)) await Bun.sleep(1);
}

describe("the heartbeat", () => {
  test("looks after everybody, with the time of the clock that it is given, until it is stopped", async () => {
    let now = 0;
    const connections = new Connections<One>();
    const ones = Array.from({ length: 7 }, () => new One());
    for (const one of ones) connections.add(one);
    let rounds = 0;
    const clock = () => ++now * 1000;
    const heartbeat = new Heartbeat({ beating: connections, interval: 20, clock, round: () => rounds++ });
    await beaten(ones, 2);
    heartbeat.stop();
    const before = ones.map(({ beats }) => beats.length);
    expect(rounds).toBe(now);
    await Bun.sleep(45);
    expect(ones.map(({ beats }) => beats.length)).toEqual(before);
    for (const { beats } of ones) expect(beats.slice(0, 2)).toEqual([1000, 2000]);
  });

  test("in parts where the beat is slow: everybody once in a beat", async () => {
    const connections = new Connections<One>();
    const ones = Array.from({ length: 10 }, () => new One());
    for (const one of ones) connections.add(one);
    let ticks = 0;
    let rounds = 0;
    const clock = () => ++ticks;
    const heartbeat = new Heartbeat({ beating: connections, interval: 100, clock, round: () => rounds++ });
    await beaten(ones, 1);
    heartbeat.stop();
    expect([ticks, rounds]).toEqual([2, 1]);
    expect(ones.map(({ beats }) => beats.length)).toEqual(ones.map(() => 1));
    expect(new Set(ones.flatMap(({ beats }) => beats))).toEqual(new Set([1, 2]));
  });

  test("goes on where somebody leaves during its beat", async () => {
    const connections = new Connections<One>();
    const ones = Array.from({ length: 5 }, () => new One());
    for (const one of ones) {
      connections.add(one);
      one.onBeat = () => connections.delete(one);
    }
    const heartbeat = new Heartbeat({ beating: connections, interval: 20, clock: () => 0, round: () => {} });
    await beaten(ones, 1);
    heartbeat.stop();
    expect(connections.size).toBe(0);
    expect(ones.map(({ beats }) => beats.length)).toEqual([1, 1, 1, 1, 1]);
  });
});

test("each round of a server's heartbeat forgets what no longer matters, and tells what the log left out", async () => {
  using tidy = spyOn(Door.prototype, "tidy");
  using trim = spyOn(OutboxPool.prototype, "trim");
  using tell = spyOn(Log.prototype, "tellSuppressed");
  await using relay = await Relay.listen({
    host: "127.0.0.1",
    port: 0,
    ping: { interval: "40ms" },
    logger: () => {},
  });
  for (const each of [tidy, trim, tell]) while (each.mock.calls.length < 2) await Bun.sleep(1);
  expect(relay.clients.size).toBe(0);
});
