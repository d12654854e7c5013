import { simplify } from "./names.ts";

interface Named {
  readonly id: number;
}

/** Clients or channels by id and by name. Looking one up costs the same however many there are. */
export class Directory<T extends Named> implements Iterable<T> {
  readonly #byId: (T | undefined)[] = [];
  /** All of them without gaps, and by id where in that list each one is: going through them costs what there are. */
  readonly #all: T[] = [];
  readonly #places: number[] = [];
  /** By simplified name; a set only where several have one name (clients may, in different channels). */
  readonly #byName = new Map<string, T | Set<T>>();
  /** How many there are. */
  get size(): number {
    return this.#all.length;
  }

  get(id: number): T | undefined {
    return this.#byId[id];
  }

  /** The one of this name (compared as section 8 says), or the first of several. */
  named(name: string): T | undefined {
    return this.simplified(simplify(name));
  }

  /** The one whose simplified name this is, or the first of several. */
  simplified(name: string): T | undefined {
    const found = this.#byName.get(name);
    if (!(found instanceof Set)) return found;
    for (const first of found) return first;
    return undefined;
  }

  add(item: T): void {
    this.#byId[item.id] = item;
    this.#places[item.id] = this.#all.push(item) - 1;
  }

  remove(item: T): void {
    if (this.#byId[item.id] !== item) return;
    this.#byId[item.id] = undefined;
    const place = this.#places[item.id] as number;
    const last = this.#all.pop() as T;
    if (last === item) return;
    this.#all[place] = last;
    this.#places[last.id] = place;
  }

  /** Lets `item` be found by this simplified name. */
  addName(name: string, item: T): void {
    const found = this.#byName.get(name);
    if (found === undefined) this.#byName.set(name, item);
    else if (found instanceof Set) found.add(item);
    else this.#byName.set(name, new Set([found, item]));
  }

  removeName(name: string, item: T): void {
    const found = this.#byName.get(name);
    if (found instanceof Set) {
      found.delete(item);
      if (found.size === 0) this.#byName.delete(name);
    } else if (found === item) this.#byName.delete(name);
  }

  /** Goes through those that are there now; one that leaves meanwhile is passed over. */
  *[Symbol.iterator](): Iterator<T> {
    for (const item of [...this.#all]) if (this.#byId[item.id] === item) yield item;
  }
}
