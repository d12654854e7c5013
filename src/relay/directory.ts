import { simplify } from "./names.ts";

interface Named {
  readonly id: number;
}

/**
 * Clients or channels by id and by name. Looking one up costs the same however many there are, and going through them
 * costs what there are now, in the order in which they came.
 */
export class Directory<T extends Named> implements Iterable<T> {
  readonly #byId = new Map<number, T>();
  /** By simplified name; a set only where several have one name (clients may, in different channels). */
  readonly #byName = new Map<string, T | Set<T>>();

  /** How many there are. */
  get size(): number {
    return this.#byId.size;
  }

  get(id: number): T | undefined {
    return this.#byId.get(id);
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
    this.#byId.set(item.id, item);
  }

  remove(item: T): void {
    if (this.#byId.get(item.id) === item) this.#byId.delete(item.id);
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

  /** Goes through those that are there, while none comes or leaves. */
  values(): Iterable<T> {
    return this.#byId.values();
  }

  /** Goes through those that are there now; one that leaves meanwhile is passed over, and one that comes is not seen. */
  *[Symbol.iterator](): Iterator<T> {
    for (const item of [...this.#byId.values()]) if (this.#byId.get(item.id) === item) yield item;
  }
}
