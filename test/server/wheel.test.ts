import { afterEach, describe, expect, test } from "bun:test";
import { Wheel } from "../../src/server/output/wheel.ts";

const open: Wheel[] = [];

afterEach(() => {
  for (const wheel of open.splice(0)) wheel.stop();
});

function wheel(): Wheel {
  const made = new Wheel(() => performance.now());
  open.push(made);
  return made;
}

describe("a wheel", () => {
  test("wakes each when its time has come", async () => {
    const woken: number[] = [];
    const each = wheel();
    const begun = performance.now();
    for (const delay of [60, 5, 30, 0, 45, 15]) {
      each.after(delay, () => {
        expect(performance.now() - begun).toBeGreaterThanOrEqual(delay);
        woken.push(delay);
      });
    }
    expect(woken).toEqual([]);
    while (woken.length < 6) await Bun.sleep(1);
    expect(woken.toSorted((a, b) => a - b)).toEqual([0, 5, 15, 30, 45, 60]);
  });

  test("wakes evenly who waits again each time", () => {
    let now = 3;
    const each = new Wheel(() => now);
    open.push(each);
    const moments: number[] = [];
    const again = () => {
      moments.push(now);
      each.after(5, again);
    };
    again();
    for (; now < 100; now++) each.turn();
    expect(moments).toEqual([3, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
  });

  test("wakes nobody any more when it is stopped", async () => {
    const each = wheel();
    let woken = 0;
    each.after(10, () => woken++);
    each.stop();
    await Bun.sleep(40);
    expect(woken).toBe(0);
  });

  test("keeps those who wait for longer than it goes round", () => {
    let now = 0;
    const each = new Wheel(() => now);
    open.push(each);
    const woken: [number, number][] = [];
    for (const delay of [1000, 1279, 1281, 5000, 60_000]) each.after(delay, () => woken.push([delay, now]));
    for (; now <= 61_000; now += 10) each.turn();
    expect(woken).toEqual([
      [1000, 1000],
      [1279, 1280],
      [1281, 1290],
      [5000, 5000],
      [60_000, 60_000],
    ]);
  });
});
