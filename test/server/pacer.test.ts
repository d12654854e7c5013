import { describe, expect, test } from "bun:test";
import { Pacer } from "../../src/server/output/pacer.ts";

/** Flushes every millisecond at most, as `wait` allows, for so long; gives how long was waited for each. */
function run(pacer: Pacer, time: { now: number }, load: { span: number; rate: number; aWrite: number }) {
  const waits: number[] = [];
  for (const end = time.now + load.span; time.now < end; ) {
    const wait = pacer.wait(time.now);
    const passed = Math.max(1, wait);
    time.now += passed;
    pacer.deliveries += load.rate * passed;
    pacer.writes += (load.rate * passed) / load.aWrite;
    pacer.flushes(time.now);
    waits.push(pacer.wait(time.now));
  }
  return waits;
}

const most = (waits: readonly number[]) => Math.max(...waits);
const last = (waits: readonly number[]) => waits.at(-1);

test("with tcp.flushInterval = 0 nothing waits", () => {
  const time = { now: 0 };
  const pacer = new Pacer(0);
  expect(most(run(pacer, time, { span: 100, rate: 1000, aWrite: 1 }))).toBe(0);
  expect(pacer.waits).toBe(false);
});

test("with a span there is so much between two flushes, whatever the load, and nothing after a silence", () => {
  const pacer = new Pacer(5);
  expect(pacer.wait(0)).toBe(0);
  pacer.flushes(0);
  expect(pacer.wait(2)).toBe(3);
  expect(pacer.wait(5)).toBe(0);
  expect(pacer.wait(1000)).toBe(0);
  expect(pacer.waits).toBe(true);
});

describe('with "auto"', () => {
  test("what clients are sent leaves at once while there is little of it", () => {
    const time = { now: 0 };
    expect(most(run(new Pacer("auto"), time, { span: 1000, rate: 15, aWrite: 1 }))).toBe(0);
  });

  test.each([
    [16, 1],
    [40, 2],
    [64, 3.5],
    [1000, 3.5],
  ])("at %d deliveries a millisecond it waits for %p ms", (rate, wait) => {
    const time = { now: 0 };
    expect(last(run(new Pacer("auto"), time, { span: 100, rate, aWrite: 1 }))).toBe(wait);
  });

  test("where a write has many messages anyway nothing waits", () => {
    const time = { now: 0 };
    expect(most(run(new Pacer("auto"), time, { span: 1000, rate: 2000, aWrite: 6 }))).toBe(0);
  });

  test("where less is delivered when it waits it is given up, for longer each time", () => {
    const time = { now: 0 };
    const pacer = new Pacer("auto");
    // Clients that wait for an answer say a fifth as much when it comes a millisecond later.
    const begun: number[] = [];
    while (begun.length < 9) {
      const waited = pacer.waits;
      run(pacer, time, { span: 1, rate: waited ? 20 : 100, aWrite: 1 });
      if (pacer.waits && !waited) begun.push(time.now);
    }
    const spans = begun.slice(1).map((at, i) => at - (begun[i] as number));
    for (let i = 1; i < spans.length; i++) expect(spans[i]).toBeGreaterThanOrEqual(spans[i - 1] as number);
    expect(spans.at(-1)).toBeGreaterThanOrEqual(1024);
    expect(spans.at(-1)).toBeLessThan(1100);
  });

  test("where it has brought something for two seconds, one moment that goes wrong does not end it for long", () => {
    const time = { now: 0 };
    const pacer = new Pacer("auto");
    const steady = { span: 1, rate: 100, aWrite: 1 };
    while (time.now < 4000) run(pacer, time, { ...steady, rate: pacer.waits ? 20 : 100 });
    run(pacer, time, { ...steady, span: 4000 });
    while (pacer.waits) run(pacer, time, { ...steady, rate: 20 });
    const ended = time.now;
    while (!pacer.waits) run(pacer, time, steady);
    expect(time.now - ended).toBeLessThan(100);
  });

  test("where as much is delivered it goes on, and is looked at again every two seconds", () => {
    const time = { now: 0 };
    const waits = run(new Pacer("auto"), time, { span: 12_000, rate: 100, aWrite: 1 });
    const unwaited = waits.filter((wait) => wait === 0).length;
    expect(waits.length).toBeLessThan(12_000 / 3);
    expect(unwaited).toBeGreaterThan(5 * 10);
    expect(unwaited).toBeLessThan(8 * 20);
  });

  test("after a silence nothing waits", () => {
    const time = { now: 0 };
    const pacer = new Pacer("auto");
    run(pacer, time, { span: 100, rate: 100, aWrite: 1 });
    expect(pacer.waits).toBe(true);
    time.now += 1000;
    pacer.deliveries += 20;
    pacer.flushes(time.now);
    expect(pacer.waits).toBe(false);
  });
});
