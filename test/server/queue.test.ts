import { expect, test } from "bun:test";
import fc from "fast-check";
import { Queue } from "../../src/server/output/queue.ts";

test("a queue gives what was put in, first in first out, and counts", () => {
  const steps = fc.array(fc.tuple(fc.nat(3000), fc.nat(3000)), { maxLength: 20 });
  fc.assert(
    fc.property(steps, (steps) => {
      const queue = new Queue<number>();
      let [put, taken] = [0, 0];
      for (const [more, less] of steps) {
        for (let i = 0; i < more; i++) queue.push(put++);
        for (let i = 0; i < less; i++)
          expect(queue.shift()).toBe(taken < put ? taken++ : (undefined as never));
        expect(queue.length).toBe(put - taken);
      }
    }),
    { numRuns: 50 },
  );
});
