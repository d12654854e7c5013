import { expect, test } from "bun:test";
import { BufferPool, LARGEST_BUFFER } from "../../src/server/output/pool.ts";

test("a buffer has room for what was asked, and not much more", () => {
  const pool = new BufferPool();
  for (const size of [0, 1, 255, 256, 257, 1024, 1025, 4096, 16_384, 16_385, 65_535, LARGEST_BUFFER]) {
    const { length } = pool.take(size);
    expect(length).toBeGreaterThanOrEqual(size);
    expect(length).toBeLessThanOrEqual(Math.max(1024, size * 4));
    expect(length).toBeLessThanOrEqual(LARGEST_BUFFER);
  }
});

test("a buffer that was given back is given out again, for any size that it holds", () => {
  const pool = new BufferPool();
  const [small, large] = [pool.take(100), pool.take(60_000)];
  pool.give(small);
  pool.give(large);
  expect(pool.take(LARGEST_BUFFER)).toBe(large);
  expect(pool.take(1)).toBe(small);
  expect(pool.take(1)).not.toBe(small);
});

test("no buffer is given out twice", () => {
  const pool = new BufferPool();
  const buffers = Array.from({ length: 50 }, () => pool.take(1000));
  for (const buffer of buffers) pool.give(buffer);
  const again = Array.from({ length: 50 }, () => pool.take(1000));
  expect(new Set(again).size).toBe(50);
  expect(again.every((buffer) => buffers.includes(buffer))).toBe(true);
});

test("after a trim, as many are kept as were needed since the one before", () => {
  const pool = new BufferPool();
  const burst = Array.from({ length: 1000 }, () => pool.take(1000));
  for (const buffer of burst) pool.give(buffer);
  pool.trim();
  const few = Array.from({ length: 10 }, () => pool.take(1000));
  expect(few.every((buffer) => burst.includes(buffer))).toBe(true);
  for (const buffer of few) pool.give(buffer);
  pool.trim();
  const known = new Set(burst);
  let kept = 0;
  while (known.has(pool.take(1000))) kept++;
  expect(kept).toBe(10);
});
