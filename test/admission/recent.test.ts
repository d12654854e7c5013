import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Recent } from "../../src/admission/recent.ts";
import type { Network } from "../../src/settings/network.ts";

const network = (n: number) => `4${n}` as Network;

/** What may be kept of a value at this age, where a span is 10. */
function possible(value: number, age: number): (number | undefined)[] {
  if (age < 10) return [value];
  return age < 20 ? [value, undefined] : [undefined];
}

describe("what was put in lately", () => {
  test("is kept for the span, forgotten after twice that, and the newest value counts", () => {
    const steps = fc.array(fc.tuple(fc.nat(3).map(network), fc.nat(15)), { maxLength: 30 });
    fc.assert(
      fc.property(steps, (all) => {
        const recent = new Recent<number>(10, 100);
        const put = new Map<Network, [value: number, at: number]>();
        let now = 0;
        for (const [index, [key, pause]] of all.entries()) {
          now += pause;
          recent.forget(now);
          for (const [known, [value, at]] of put) {
            expect(possible(value, now - at)).toContain(recent.get(known));
          }
          recent.set(key, index, now);
          put.set(key, [index, now]);
        }
      }),
    );
  });

  test("is never more than two generations, the latest of them", () => {
    const recent = new Recent<number>(1000, 100);
    for (let n = 0; n < 1050; n++) {
      recent.set(network(n), n, 0);
      expect(recent.size).toBeLessThanOrEqual(200);
      if (n >= 100) expect(recent.get(network(n - 100))).toBe(n - 100);
    }
    expect(recent.get(network(800))).toBeUndefined();
  });

  test("can be taken out, in whichever generation it is", () => {
    const recent = new Recent<string>(10, 100);
    recent.set(network(1), "old", 0);
    recent.set(network(2), "young", 10);
    recent.delete(network(1));
    recent.delete(network(2));
    expect([recent.get(network(1)), recent.get(network(2)), recent.size]).toEqual([undefined, undefined, 0]);
  });
});
