import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Connections } from "../../src/server/connections.ts";

const some = (count: number) => Array.from({ length: count }, () => ({ place: 0 }));

describe("the open connections", () => {
  test("one goes on in the place of another, and can be taken out", () => {
    const connections = new Connections<{ place: number }>();
    const [first, second, another] = some(3) as [{ place: number }, { place: number }, { place: number }];
    for (const each of [first, second]) connections.add(each);
    connections.replace(first, another);
    expect([...connections]).toEqual([second, another]);
    connections.delete(another);
    expect([...connections]).toEqual([second]);
  });

  test("are gone through, also when that closes one, several or all of them: nobody who stays is left out", () => {
    const steps = fc.array(fc.array(fc.nat(7), { maxLength: 3 }), { maxLength: 8 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), steps, (count, closing) => {
        const connections = new Connections<{ place: number }>();
        const all = some(count);
        for (const each of all) connections.add(each);
        const open = new Set(all);
        const seen = new Set<object>();
        const close = (which: number) => {
          const victim = all[which];
          if (victim !== undefined && open.delete(victim)) connections.delete(victim);
        };
        for (const each of connections) {
          expect(open.has(each)).toBe(true);
          seen.add(each);
          closing.shift()?.forEach(close);
        }
        expect([...open].filter((each) => !seen.has(each))).toEqual([]);
        expect(new Set(connections)).toEqual(open);
      }),
    );
  });

  test("all parts together are all of them, each once", () => {
    for (let count = 0; count < 12; count++) {
      const connections = new Connections<{ place: number }>();
      for (const each of some(count)) connections.add(each);
      for (let parts = 1; parts < 5; parts++) {
        const seen = Array.from({ length: parts }, (_, part) => [...connections.part(part, parts)]).flat();
        expect(seen.length).toBe(count);
        expect(new Set(seen).size).toBe(count);
      }
    }
  });

  test("all gone: at once where there are none, with the last one, or when the time is over", async () => {
    const connections = new Connections<{ place: number }>();
    await connections.allGone(60_000);
    const [one, two] = some(2) as [{ place: number }, { place: number }];
    connections.add(one);
    connections.add(two);
    let gone = false;
    const waiting = connections.allGone(60_000).then(() => {
      gone = true;
    });
    connections.delete(one);
    await Promise.resolve();
    expect(gone).toBe(false);
    connections.delete(two);
    await waiting;
    connections.add(one);
    await connections.allGone(5);
    expect(connections.size).toBe(1);
  });
});
