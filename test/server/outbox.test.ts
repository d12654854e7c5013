import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Outbox, OutboxPool, type Sink } from "../../src/server/output/outbox.ts";
import { BufferPool, LARGEST_BUFFER } from "../../src/server/output/pool.ts";

/** A pool that knows what it gave and has not got back. */
class CountingPool extends BufferPool {
  readonly out = new Set<Uint8Array>();

  override take(size: number): Uint8Array {
    const buffer = super.take(size);
    expect(this.out.has(buffer)).toBe(false);
    expect(buffer.length).toBeGreaterThanOrEqual(size);
    this.out.add(buffer);
    // Its content is anything: an outbox that counts on zeros is wrong.
    buffer.fill(0xee);
    return buffer;
  }

  override give(buffer: Uint8Array): void {
    expect(this.out.delete(buffer)).toBe(true);
    buffer.fill(0xdd);
    super.give(buffer);
  }
}

/** Takes as many bytes of each write as it is told to, and keeps them. */
class Taker implements Sink {
  writes = 0;
  readonly #parts: Uint8Array[] = [];
  readonly #portions: Iterator<number>;

  constructor(portions: Iterable<number>) {
    this.#portions = portions[Symbol.iterator]();
  }

  write(bytes: Uint8Array, start: number, length: number): number {
    this.writes++;
    expect(length).toBeGreaterThan(0);
    expect(start + length).toBeLessThanOrEqual(bytes.length);
    const next = this.#portions.next();
    const portion = next.done ? length : Math.min(next.value, length);
    this.#parts.push(bytes.slice(start, start + portion));
    return portion;
  }

  get taken(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/** Puts so many numbered bytes to the end, copied or shared. */
function put(outbox: Outbox, shared: boolean, from: number, length: number): void {
  const data = numbered(length + 2, from - 1);
  if (shared && length > 0) outbox.share(data, 1, length + 1);
  else outbox.append(data, 1, length + 1);
}

const numbered = (length: number, from = 0) => Uint8Array.from({ length }, (_, i) => (from + i) & 0xff);

describe("an outbox", () => {
  test("collects what is appended and writes it in one piece", () => {
    const pool = new CountingPool();
    const outbox = new Outbox(pool);
    const data = numbered(200);
    outbox.append(data, 0, 3);
    outbox.append(data, 3, 3);
    outbox.append(data, 3, 150);
    data.fill(0);
    expect(outbox.size).toBe(150);
    const sink = new Taker([]);
    expect(outbox.flush(sink)).toBe(true);
    expect([sink.writes, outbox.size, pool.out.size]).toEqual([1, 0, 0]);
    expect([...sink.taken]).toEqual([...numbered(150)]);
  });

  test("that is empty writes nothing, and has no buffer", () => {
    const pool = new CountingPool();
    const outbox = new Outbox(pool);
    const sink = new Taker([]);
    outbox.append(numbered(5), 2, 2);
    expect(outbox.flush(sink)).toBe(true);
    expect([sink.writes, pool.out.size]).toEqual([0, 0]);
  });

  test("goes on where a partial write stopped, at every byte", () => {
    for (let at = 0; at < 20; at++) {
      const outbox = new Outbox(new CountingPool());
      outbox.append(numbered(20), 0, 20);
      const sink = new Taker([at]);
      expect(outbox.flush(sink)).toBe(false);
      expect(outbox.size).toBe(20 - at);
      outbox.append(numbered(7, 20), 0, 7);
      expect(outbox.flush(sink)).toBe(true);
      expect([...sink.taken]).toEqual([...numbered(27)]);
    }
  });

  test("goes on where a partial write stopped around the borders of its buffers", () => {
    const size = 2 * LARGEST_BUFFER + 1000;
    for (const at of [
      1,
      LARGEST_BUFFER - 1,
      LARGEST_BUFFER,
      LARGEST_BUFFER + 1,
      2 * LARGEST_BUFFER,
      size - 1,
    ]) {
      const pool = new CountingPool();
      const outbox = new Outbox(pool);
      outbox.append(numbered(size), 0, size);
      const portions =
        at <= LARGEST_BUFFER
          ? [at, 0]
          : [LARGEST_BUFFER, Math.min(at - LARGEST_BUFFER, LARGEST_BUFFER), at - 2 * LARGEST_BUFFER, 0];
      const sink = new Taker(portions.map((portion) => Math.max(0, portion)));
      expect(outbox.flush(sink)).toBe(false);
      outbox.append(numbered(10, size), 0, 10);
      expect(outbox.flush(new Taker([0]))).toBe(false);
      while (!outbox.flush(sink));
      expect(sink.taken.equals(numbered(size + 10))).toBe(true);
      expect([outbox.size, pool.out.size]).toEqual([0, 0]);
    }
  });

  test("takes a write that fails (-1) for one that took nothing", () => {
    const outbox = new Outbox(new CountingPool());
    outbox.append(numbered(5), 0, 5);
    expect(outbox.flush({ write: () => -1 })).toBe(false);
    expect(outbox.size).toBe(5);
    const sink = new Taker([]);
    outbox.flush(sink);
    expect([...sink.taken]).toEqual([0, 1, 2, 3, 4]);
  });

  test("grows with what waits, and no further: a list of buffers, none above the largest", () => {
    const pool = new CountingPool();
    const outbox = new Outbox(pool);
    const message = numbered(1000);
    for (let i = 0; i < 1000; i++) {
      outbox.append(message, 0, 1000);
      const held = [...pool.out].reduce((sum, buffer) => sum + buffer.length, 0);
      expect(held).toBeLessThanOrEqual(Math.max(1024, outbox.size * 4 + 1024));
      expect(held - outbox.size).toBeLessThanOrEqual(LARGEST_BUFFER);
    }
    expect(outbox.size).toBe(1_000_000);
    outbox.clear();
    expect([outbox.size, pool.out.size]).toEqual([0, 0]);
  });

  test("that was cleared is as a new one", () => {
    const pool = new CountingPool();
    const outbox = new Outbox(pool);
    outbox.append(numbered(100_000), 0, 100_000);
    outbox.flush(new Taker([70_000, 5]));
    outbox.clear();
    outbox.append(numbered(10), 4, 10);
    const sink = new Taker([]);
    expect(outbox.flush(sink)).toBe(true);
    expect([...sink.taken]).toEqual([4, 5, 6, 7, 8, 9]);
    expect(pool.out.size).toBe(0);
  });

  test("shares what never changes, in its place between what it copies", () => {
    const pool = new CountingPool();
    const outbox = new Outbox(pool);
    const shared = numbered(200_000);
    outbox.append(numbered(5), 0, 5);
    outbox.share(shared, 5, 150_000);
    outbox.append(numbered(3, 150_000), 0, 3);
    outbox.share(shared, 150_003, 150_004);
    expect(outbox.size).toBe(150_004);
    const sink = new Taker([3, 2, 70_000]);
    expect([outbox.flush(sink), outbox.flush(sink), outbox.flush(sink)]).toEqual([false, false, true]);
    expect(sink.taken.equals(shared.subarray(0, 150_004))).toBe(true);
    expect([outbox.size, pool.out.size]).toEqual([0, 0]);
    outbox.share(shared, 7, 9);
    outbox.clear();
    outbox.append(numbered(4), 1, 4);
    outbox.flush(sink);
    expect([...sink.taken.subarray(150_004)]).toEqual([1, 2, 3]);
  });

  const length = fc.oneof(fc.nat(100), fc.nat(5000), fc.integer({ min: 60_000, max: 140_000 }));
  const portions = fc.array(fc.oneof(fc.constant(0), fc.nat(3000), fc.nat(100_000)), { maxLength: 4 });
  const step = fc.record({ append: length, shared: fc.boolean(), flush: fc.option(portions) });
  const steps = fc.array(step, { maxLength: 12 });

  test("gives exactly what was appended, in order, however it is taken: as a simple concatenation has it", () => {
    fc.assert(
      fc.property(steps, (steps) => {
        const pool = new CountingPool();
        const outbox = new Outbox(pool);
        let appended = 0;
        const taken: Buffer[] = [];
        const takenSize = () => taken.reduce((sum, part) => sum + part.length, 0);
        for (const { append, shared, flush } of [...steps, { append: 0, shared: false, flush: undefined }]) {
          put(outbox, shared, appended, append);
          appended += append;
          if (flush === null) continue;
          const sink = new Taker(flush === undefined ? [] : [...flush, 0]);
          const all = outbox.flush(sink);
          taken.push(sink.taken);
          expect([all, outbox.size]).toEqual([takenSize() === appended, appended - takenSize()]);
          expect(all && pool.out.size > 0).toBe(false);
        }
        expect(Buffer.concat(taken).equals(numbered(appended))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe("the pool of outboxes", () => {
  test("gives what it was given, empty", () => {
    const pool = new OutboxPool();
    const outbox = pool.take();
    outbox.append(numbered(100_000), 0, 100_000);
    pool.give(outbox);
    const next = pool.take();
    expect([next === outbox, next.size]).toEqual([true, 0]);
    expect(pool.take()).not.toBe(next);
    const sink = new Taker([]);
    next.append(numbered(3), 0, 3);
    next.flush(sink);
    expect([...sink.taken]).toEqual([0, 1, 2]);
  });
});
