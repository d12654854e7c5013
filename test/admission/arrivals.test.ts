import { expect, test } from "bun:test";
import fc from "fast-check";
import { Arrivals } from "../../src/admission/arrivals.ts";

/** Arrivals of some who come and go, and a list that does the same by looking through it. */
class Pair {
  readonly items = Array.from({ length: 6 }, (_, name) => ({ name }));
  readonly arrivals = new Arrivals<object>();
  readonly list: object[] = [];

  comes(item: object): void {
    if (this.list.includes(item)) return;
    this.arrivals.push(item);
    this.list.push(item);
  }

  leaves(item: object): void {
    const place = this.list.indexOf(item);
    expect(this.arrivals.delete(item)).toBe(place >= 0);
    if (place >= 0) this.list.splice(place, 1);
  }

  oldestLeaves(): void {
    expect(this.arrivals.take()).toBe(this.list.shift() as object);
  }
}

test("who came first leaves first, whoever leaves meanwhile, and nobody leaves twice", () => {
  const steps = fc.array(fc.tuple(fc.nat(2), fc.nat(5)), { maxLength: 60 });
  fc.assert(
    fc.property(steps, (all) => {
      const pair = new Pair();
      for (const [step, which] of all) {
        const item = pair.items[which] as object;
        if (step === 0) pair.comes(item);
        else if (step === 1) pair.leaves(item);
        else pair.oldestLeaves();
        expect(pair.arrivals.size).toBe(pair.list.length);
      }
    }),
    { numRuns: 1000 },
  );
});
