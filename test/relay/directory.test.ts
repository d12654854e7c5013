import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Directory } from "../../src/relay/directory.ts";

const thing = (id: number) => ({ id });

describe("a directory", () => {
  test("finds by id, and counts", () => {
    const directory = new Directory<{ id: number }>();
    const [one, two] = [thing(1), thing(65_534)];
    directory.add(one);
    directory.add(two);
    expect([directory.get(1), directory.get(65_534), directory.get(2), directory.get(0)]).toEqual([
      one,
      two,
      undefined,
      undefined,
    ]);
    expect([directory.size, [...directory]]).toEqual([2, [one, two]]);
    directory.remove(one);
    directory.remove(one);
    expect([directory.size, directory.get(1), [...directory]]).toEqual([1, undefined, [two]]);
  });

  test("does not take out another one under the same id", () => {
    const directory = new Directory<{ id: number }>();
    const [former, present] = [thing(1), thing(1)];
    directory.add(former);
    directory.remove(former);
    directory.add(present);
    directory.remove(former);
    expect([directory.size, directory.get(1)]).toEqual([1, present]);
  });

  test("finds by name, in any spelling, the first of several", () => {
    const directory = new Directory<{ id: number }>();
    const [one, two, three] = [thing(1), thing(2), thing(3)];
    for (const item of [one, two, three]) directory.addName("zoe", item);
    expect(directory.named(" ZOË\u200b")).toBe(one);
    directory.removeName("zoe", one);
    expect(directory.named("Zoe")).toBe(two);
    directory.removeName("zoe", one);
    directory.removeName("zoe", three);
    expect(directory.simplified("zoe")).toBe(two);
    directory.removeName("zoe", two);
    expect([directory.named("zoe"), directory.simplified("zoe")]).toEqual([undefined, undefined]);
    directory.addName("zoe", three);
    expect(directory.named("zoe")).toBe(three);
  });

  test("may change while it is gone through: what left does not come, and nothing comes twice", () => {
    const directory = new Directory<{ id: number }>();
    const things = [1, 2, 3, 4].map(thing);
    for (const item of things) directory.add(item);
    const seen: number[] = [];
    for (const item of directory) {
      seen.push(item.id);
      directory.remove(item);
      directory.remove(things[2] as { id: number });
    }
    expect(seen).toEqual([1, 2, 4]);
    expect(directory.size).toBe(0);
  });

  test("is as a list would have it", () => {
    const step = fc.record({
      add: fc.boolean(),
      id: fc.integer({ min: 1, max: 4 }),
      name: fc.constantFrom("a", "b"),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const directory = new Directory<Thing>();
        let list: Entry[] = [];
        for (const { add, id, name } of steps) {
          list = add ? enter(directory, list, { item: thing(id), name }) : leave(directory, list, id);
          const first = (of: (entry: Entry) => boolean) => list.find(of)?.item;
          const ids = [1, 2, 3, 4];
          expect(directory.size).toBe(list.length);
          expect(ids.map((each) => directory.get(each))).toEqual(
            ids.map((each) => first(({ item }) => item.id === each)),
          );
          for (const each of ["a", "b"])
            expect(directory.named(each)).toBe(first((entry) => entry.name === each) as Thing);
        }
      }),
      { numRuns: 300 },
    );
  });
});

type Thing = { id: number };
interface Entry {
  readonly item: Thing;
  readonly name: string;
}

function enter(directory: Directory<Thing>, list: Entry[], entry: Entry): Entry[] {
  if (list.some(({ item }) => item.id === entry.item.id)) return list;
  directory.add(entry.item);
  directory.addName(entry.name, entry.item);
  return [...list, entry];
}

function leave(directory: Directory<Thing>, list: Entry[], id: number): Entry[] {
  for (const { item, name } of list.filter((entry) => entry.item.id === id)) {
    directory.remove(item);
    directory.removeName(name, item);
  }
  return list.filter(({ item }) => item.id !== id);
}
