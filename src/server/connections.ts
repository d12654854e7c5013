/** Something that keeps its place in a list. */
export interface Placed {
  /** Where in the list it stands; the list's own. */
  place: number;
}

/** The open connections of a server: a list in no order, since a Set costs 57 bytes more for each. */
export class Connections<T extends Placed> implements Iterable<T> {
  readonly #open: T[] = [];
  #onEmpty: (() => void) | undefined;

  get size(): number {
    return this.#open.length;
  }

  add(connection: T): void {
    connection.place = this.#open.push(connection) - 1;
  }

  /** Puts one in the place of another that is in. */
  replace(former: T, connection: T): void {
    connection.place = former.place;
    this.#open[former.place] = connection;
  }

  /** Takes out one that is in: the last one takes its place. */
  delete(connection: T): void {
    const last = this.#open.pop() as T;
    if (last !== connection) {
      this.#open[connection.place] = last;
      last.place = connection.place;
    }
    if (this.#open.length === 0) this.#onEmpty?.();
  }

  /** Goes through those that are open now, also when that closes some. */
  [Symbol.iterator](): Iterator<T> {
    return this.part(0, 1);
  }

  /** Goes through part `index` of `count` of them, also when that closes some. */
  *part(index: number, count: number): Generator<T> {
    const last = this.#open.length - 1;
    // From the end: who closes is replaced by one that was seen already.
    for (let i = last - ((last - index + count) % count); i >= 0; i -= count) {
      const connection = this.#open[i];
      if (connection !== undefined) yield connection;
    }
  }

  /** Resolves when no connection is left, or after so many milliseconds. */
  async allGone(within: number): Promise<void> {
    if (this.#open.length === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, within);
    this.#onEmpty = resolve;
    await promise;
    clearTimeout(timer);
  }
}
