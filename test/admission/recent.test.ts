import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Recent } from "../../src/admission/recent.ts";

/** What may be kept of a value at this age, where a span is 10. */
function possible(value: number, age: number): (number | undefined)[] {
  if (age < 10) return [value];
  return age < 20 ? [value, undefined] : [undefined];
}

describe("what was put in lately", () => {
  test("is kept for the span, forgotten after twice that, and the newest value counts", () => {
    const steps = fc.array(fc.tuple(fc.bigInt(0n, 3n), fc.nat(15)), { maxLength: 30 });
    fc.assert(
      fc.property(steps, (all) => {
        const recent = new Recent<number>(10, 100);
        const put = new Map<bigint, [value: number, at: number]>();
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
    const recent = new Recent<bigint>(1000, 100);
    for (let key = 0n; key < 1050n; key++) {
      recent.set(key, key, 0);
      expect(recent.size).toBeLessThanOrEqual(200);
      if (key >= 100n) expect(recent.get(key - 100n)).toBe(key - 100n);
    }
    expect(recent.get(800n)).toBeUndefined();
  });

  test("can be taken out, in whichever generation it is", () => {
    const recent = new Recent<string>(10, 100);
    recent.set(1n, "old", 0);
    recent.set(2n, "young", 10);
    recent.delete(1n);
    recent.delete(2n);
    expect([recent.get(1n), recent.get(2n), recent.size]).toEqual([undefined, undefined, 0]);
  });
});
