import { expect, test } from "bun:test";
import fc from "fast-check";
import { Latencies } from "../../src/bench/load/latencies.ts";

const latency = fc.double({ min: 0, max: 60e6, noNaN: true });

test("a quantile is within 0.8 % of the latency that really is there", () => {
  fc.assert(
    fc.property(
      fc.array(latency, { minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (all, part) => {
        const latencies = new Latencies();
        for (const each of all) latencies.add(each);
        const sorted = all.toSorted((a, b) => a - b);
        const real = sorted[Math.min(Math.floor(all.length * part), all.length - 1)] as number;
        expect(Math.abs(latencies.quantile(part) - real)).toBeLessThanOrEqual(real * 0.008 + 1 / 32);
      },
    ),
  );
});

test("what is counted is all there, and gone when it is cleared", () => {
  const latencies = new Latencies();
  for (const each of [1, 2, 3, 1e12]) latencies.add(each);
  expect(latencies.count).toBe(4);
  expect(latencies.buckets().map(({ count }) => count)).toEqual([1, 1, 1, 1]);
  latencies.clear();
  expect([latencies.count, latencies.mean, latencies.quantile(0.5)]).toEqual([0, 0, 0]);
});
