import { expect, test } from "bun:test";
import fc from "fast-check";
import { Queue, type Queued } from "../../src/admission/queue.ts";

class Item implements Queued<Item> {
  older: Item | undefined = undefined;
  newer: Item | undefined = undefined;
}

/** A queue of some who come and go, and a list that does the same by looking through it. */
class Pair {
  readonly items = Array.from({ length: 6 }, () => new Item());
  readonly queue = new Queue<Item>();
  readonly list: Item[] = [];

  comes(item: Item): void {
    if (this.list.includes(item)) return;
    this.queue.push(item);
    this.list.push(item);
  }

  leaves(item: Item): void {
    const place = this.list.indexOf(item);
    expect(this.queue.delete(item)).toBe(place >= 0);
    if (place >= 0) this.list.splice(place, 1);
  }

  check(): void {
    expect(this.queue.size).toBe(this.list.length);
    expect(this.queue.oldest).toBe(this.list[0]);
  }
}

test("who came first is the oldest, whoever leaves meanwhile, and nobody leaves twice", () => {
  const steps = fc.array(fc.tuple(fc.boolean(), fc.nat(5)), { maxLength: 40 });
  fc.assert(
    fc.property(steps, (all) => {
      const pair = new Pair();
      for (const [comes, which] of all) {
        const item = pair.items[which] as Item;
        if (comes) pair.comes(item);
        else pair.leaves(item);
        pair.check();
      }
      for (const item of pair.list.slice()) {
        pair.leaves(item);
        pair.check();
      }
    }),
  );
});
