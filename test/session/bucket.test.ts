import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Bucket } from "../../src/session/bucket.ts";

/** One client's bucket: takes what it may at `now`, and otherwise says when it may. */
function client(rate: number, burst: number) {
  const bucket = new Bucket(rate, burst);
  let full = Number.NEGATIVE_INFINITY;
  return (cost: number, now: number): number | "taken" => {
    const at = bucket.readyAt(full, cost);
    if (at > now) return at;
    full = bucket.take(full, cost, now);
    return "taken";
  };
}

/** How many single tokens are taken at once. */
function taken(take: ReturnType<typeof client>, now: number): number {
  for (let count = 0; ; count++) if (take(1, now) !== "taken") return count;
}

describe("a bucket of 600 to which 200 a second come", () => {
  test("gives 600 at once, and not one more", () => {
    const take = client(200, 600);
    for (let i = 0; i < 600; i++) expect(take(1, 1000)).toBe("taken");
    expect(take(1, 1000)).toBeCloseTo(1005, 5);
    expect(take(1, 1004.999)).toBeCloseTo(1005, 5);
    expect(take(1, 1005)).toBe("taken");
    expect(take(1, 1005)).toBeCloseTo(1010, 5);
  });

  test("gives 200 in each second that follows, however often it is asked, and 600 again after three that are quiet", () => {
    const take = client(200, 600);
    expect(taken(take, 0)).toBe(600);
    let count = 0;
    for (let now = 1; now <= 1000; now++) count += taken(take, now);
    expect(count).toBe(200);
    expect(taken(take, 2000)).toBe(200);
    expect(taken(take, 5000)).toBe(600);
    expect(taken(take, 90_000)).toBe(600);
  });
});

describe("what costs more than one", () => {
  test("waits until there is enough, and takes it all", () => {
    const take = client(1024, 4096);
    expect(take(4000, 0)).toBe("taken");
    expect(take(96, 0)).toBe("taken");
    expect(take(1024, 0)).toBeCloseTo(1000, 5);
    expect(take(1, 0)).toBeCloseTo(1000 / 1024, 5);
    expect(take(1024, 1000)).toBe("taken");
    expect(take(1, 1000)).toBeGreaterThan(1000);
  });

  test("and more than the bucket holds, waits until it is full and leaves a debt", () => {
    const take = client(1000, 4000);
    expect(take(1, 0)).toBe("taken");
    expect(take(10_000, 0)).toBeCloseTo(1, 5);
    expect(take(10_000, 1)).toBe("taken");
    // 6,000 are owed.
    expect(take(1, 1)).toBeCloseTo(6002, 5);
    expect(take(1, 6002)).toBe("taken");
    expect(take(10_000, 6002)).toBeCloseTo(10_002, 5);
  });
});

test("a bucket without a limit gives anything at once", () => {
  const take = client(Number.POSITIVE_INFINITY, 1);
  for (const cost of [1, 1e9, 1]) expect(take(cost, 5)).toBe("taken");
});

test("over any time no more is taken than the burst and what has come, and waiting as long as is said is enough", () => {
  const asked = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.nat(400)), { maxLength: 200 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 90 }),
      asked,
      (rate, burst, asked) => {
        const take = client(rate, burst);
        let [now, sum] = [0, 0];
        for (const [cost, pause] of asked) {
          now += pause;
          const at = take(cost, now);
          if (at !== "taken") {
            now = at;
            expect(take(cost, now)).toBe("taken");
          }
          sum += cost;
          // A last one that costs more than the bucket holds is let through.
          expect(sum).toBeLessThanOrEqual(burst + (rate * now) / 1000 + Math.max(0, cost - burst) + 1e-3);
        }
      },
    ),
  );
});
