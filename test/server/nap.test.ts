import { describe, expect, test } from "bun:test";
import { Flusher } from "../../src/server/output/flusher.ts";
import { Nap } from "../../src/server/output/nap.ts";
import type { Outgoing } from "../../src/server/output/outgoing.ts";
import { Pacer } from "../../src/server/output/pacer.ts";
import { receiveDatagram } from "../../src/session/intake.ts";
import { datagram, say } from "../support/wire.ts";
import { host } from "./host.ts";

/** The end of a loop turn. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A nap that takes no time but that of the test, and says what it was asked. */
class Dream extends Nap {
  readonly taken: number[] = [];
  readonly time: { now: number };

  constructor(time: { now: number }) {
    super();
    this.time = time;
  }

  override take(wait: number, now: number): boolean {
    const before = now;
    if (!super.take(0, now)) return false;
    this.time.now = before + wait - 0.1;
    this.taken.push(wait);
    return true;
  }
}

/** Something to flush that counts how often it was. */
function outgoing() {
  return {
    ...{ waiting: 10, inTurn: false, isLate: false, counted: 0, flushed: 0 },
    flush() {
      this.inTurn = false;
      this.flushed++;
    },
  } satisfies Outgoing & { flushed: number };
}

/** A server that writes every three milliseconds. */
function stage() {
  const time = { now: 1000 };
  const nap = new Dream(time);
  const report = (error: unknown) => {
    throw error;
  };
  const flusher = new Flusher({ clock: () => time.now, pacer: new Pacer(3), nap, report });
  const item = outgoing();
  const touch = async () => {
    flusher.begin(time.now);
    flusher.touch(item, 10);
    await turn();
  };
  return { time, nap, item, touch, flusher };
}

describe("while what clients are sent is collected", () => {
  test("the process sleeps until it is to be written, and what has come by then goes with it", async () => {
    const { time, nap, item, touch } = stage();
    await touch();
    expect(item.flushed).toBe(1);
    expect(nap.taken).toEqual([]);
    time.now += 1;
    await touch();
    expect(nap.taken).toEqual([2]);
    expect(item.flushed).toBe(1);
    await touch();
    expect(item.flushed).toBe(2);
    expect(nap.taken).toEqual([2]);
  });

  test("it does not sleep where nothing waits", async () => {
    const { nap, touch } = stage();
    await touch();
    for (let i = 0; i < 5; i++) await turn();
    expect(nap.taken).toEqual([]);
  });

  test("it stays awake for a second after a datagram, and timers see to what waits", async () => {
    const { time, nap, item, touch } = stage();
    await touch();
    nap.disturb(time.now);
    await touch();
    await Bun.sleep(10);
    expect(nap.taken).toEqual([]);
    expect(item.flushed).toBe(1);
    time.now += 999;
    await Bun.sleep(10);
    expect(item.flushed).toBe(2);
    await touch();
    expect(nap.taken).toEqual([]);
    time.now += 2;
    await touch();
    expect(nap.taken).toEqual([1]);
  });

  test("it does not sleep while there is work that was put off", async () => {
    const { nap, item, touch, flusher } = stage();
    await touch();
    const done: number[] = [];
    for (let i = 0; i < 3; i++) flusher.next(() => void done.push(nap.taken.length));
    flusher.behind(() => void done.push(nap.taken.length));
    await touch();
    while (done.length < 4) await turn();
    expect(done).toEqual([0, 0, 0, 0]);
    await turn();
    expect(item.flushed).toBe(2);
  });
});

test("whether a datagram is a client's is told: forged ones keep nobody awake", () => {
  const { context, member } = host();
  const ann = member("Ann", "Room");
  const port = { address: "127.0.0.1", port: 1 };
  expect(receiveDatagram(context, datagram(say.hello(), ann.id + 1), port)).toBe(false);
  expect(receiveDatagram(context, datagram(say.toServer("hi"), ann.id), port)).toBe(false);
  expect(receiveDatagram(context, datagram(say.hello(), ann.id), port)).toBe(true);
  expect(receiveDatagram(context, datagram(say.toServer("hi"), ann.id), port)).toBe(true);
  expect(receiveDatagram(context, datagram(say.toServer("hi"), ann.id), { ...port, port: 2 })).toBe(false);
});

describe("a nap", () => {
  test("is as long as it is to be, and not much longer", () => {
    const nap = new Nap();
    const before = performance.now();
    for (let i = 0; i < 20; i++) expect(nap.take(2, before)).toBe(true);
    const each = (performance.now() - before) / 20;
    expect(each).toBeGreaterThan(1.7);
    expect(each).toBeLessThan(20);
  });

  test("is not taken for more than four milliseconds: nobody else could be heard", () => {
    const nap = new Nap();
    expect(nap.take(4.1, 0)).toBe(false);
    expect(nap.take(4, 0)).toBe(true);
  });

  test("is not taken for a second after it was disturbed", () => {
    const nap = new Nap();
    nap.disturb(5000);
    expect(nap.take(0, 5000)).toBe(false);
    expect(nap.take(0, 5999.9)).toBe(false);
    expect(nap.take(0, 6000)).toBe(true);
  });
});
