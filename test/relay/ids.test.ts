import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { IdPool } from "../../src/relay/ids.ts";

/** All ids that there are: 0 is nobody's, 0xFFFF is never given out. */
const ALL = 65_534;

function drain(pool: IdPool): number[] {
  const ids: number[] = [];
  for (let id = pool.take(); id !== undefined; id = pool.take()) ids.push(id);
  return ids;
}

describe("ids", () => {
  test("are 1 to 65534, each once: 0 and 0xFFFF are never given out", () => {
    const pool = new IdPool();
    const ids = drain(pool);
    expect(ids.length).toBe(ALL);
    expect(new Set(ids).size).toBe(ALL);
    expect([Math.min(...ids), Math.max(...ids)]).toEqual([1, 0xfffe]);
    expect(pool.taken).toBe(ALL);
    expect(pool.take()).toBeUndefined();
  });

  test("a freed one is not given out while another was never given out", () => {
    const pool = new IdPool();
    const first = pool.take() as number;
    pool.give(first);
    const later = Array.from({ length: ALL - 1 }, () => pool.take());
    expect(later).not.toContain(first);
    expect(pool.take()).toBe(first);
    expect(pool.take()).toBeUndefined();
  });

  test("the longest-free one comes first", () => {
    const pool = new IdPool();
    drain(pool);
    for (const id of [500, 7, 65_534, 1]) pool.give(id);
    expect([pool.take(), pool.take()]).toEqual([500, 7]);
    pool.give(500);
    expect(drain(pool)).toEqual([65_534, 1, 500]);
  });

  test("exhausted and refilled for ever: each id as long free as can be", () => {
    const pool = new IdPool();
    const ids = drain(pool);
    for (let round = 0; round < 3; round++) {
      for (const id of ids) pool.give(id);
      expect(pool.taken).toBe(0);
      expect(drain(pool)).toEqual(ids);
    }
  });

  test("are as a simple queue would have it", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat())), (steps) => {
        // Near exhaustion, where freed ids come into play.
        const pool = new IdPool();
        const taken = Array.from({ length: ALL - 3 }, () => pool.take() as number);
        const free: number[] = [ALL - 2, ALL - 1, ALL];
        for (const [take, which] of steps) {
          if (take) {
            expect(pool.take()).toBe(free[0] as number);
            taken.push(...free.splice(0, 1));
          } else {
            const [id] = taken.splice(which % taken.length, 1) as [number];
            pool.give(id);
            free.push(id);
          }
          expect(pool.taken).toBe(taken.length);
        }
      }),
      { numRuns: 20 },
    );
  });
});
