import { describe, expect, test } from "bun:test";
import { Flusher } from "../../src/server/output/flusher.ts";
import type { Flushable, Outgoing } from "../../src/server/output/outgoing.ts";
import { Pacer } from "../../src/server/output/pacer.ts";

/** The end of the loop turn, when everything that was scheduled before is flushed. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

function flusher() {
  const reported: unknown[] = [];
  return {
    flusher: new Flusher({
      clock: () => performance.now(),
      pacer: new Pacer(0),
      report: (error) => reported.push(error),
    }),
    reported,
  };
}

describe("a flusher", () => {
  test("flushes what was touched once, at the end of the turn, in order", async () => {
    const flushed: string[] = [];
    const { flusher: each } = flusher();
    for (const name of ["one", "two", "three"]) each.schedule({ flush: () => void flushed.push(name) });
    await Promise.resolve();
    expect(flushed).toEqual([]);
    await turn();
    expect(flushed).toEqual(["one", "two", "three"]);
    await turn();
    expect(flushed).toHaveLength(3);
  });

  test("flushes in the same go what is touched by a flush", async () => {
    const flushed: string[] = [];
    const { flusher: each } = flusher();
    const peer: Flushable = { flush: () => void flushed.push("peer") };
    each.schedule({
      flush() {
        flushed.push("slow reader");
        each.schedule(peer);
      },
    });
    each.schedule({ flush: () => void flushed.push("other") });
    await turn();
    expect(flushed).toEqual(["slow reader", "other", "peer"]);
  });

  test("flushes what is touched by what it has collected, whoever else says something", async () => {
    const flushed: string[] = [];
    const { flusher: each } = flusher();
    const blast: Flushable = { flush: () => void flushed.push("blast") };
    const reader: Outgoing = {
      ...{ waiting: 1, inTurn: false, isLate: false, counted: 0 },
      flush: () => {
        flushed.push("slow reader");
        each.schedule(blast);
      },
    };
    each.begin(0);
    each.touch(reader, 1);
    await turn();
    expect(flushed).toEqual(["slow reader", "blast"]);
  });

  test("starts anew in the next turn", async () => {
    let flushed = 0;
    const { flusher: each } = flusher();
    for (let i = 1; i <= 3; i++) {
      each.schedule({ flush: () => void flushed++ });
      await turn();
      expect(flushed).toBe(i);
    }
  });

  test("one that fails is reported, and keeps none of the others from being flushed, now or later", async () => {
    const flushed: string[] = [];
    const { flusher: each, reported } = flusher();
    each.schedule({ flush: () => void flushed.push("before") });
    each.schedule({
      flush() {
        throw new Error("broken");
      },
    });
    each.schedule({ flush: () => void flushed.push("after") });
    await turn();
    each.schedule({ flush: () => void flushed.push("later") });
    await turn();
    expect(flushed).toEqual(["before", "after", "later"]);
    expect(reported).toEqual([new Error("broken")]);
  });
});
