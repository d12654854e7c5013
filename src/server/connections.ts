/** The open connections of a server. */
export class Connections<T> implements Iterable<T> {
  readonly #open = new Set<T>();
  #onEmpty: (() => void) | undefined;

  get size(): number {
    return this.#open.size;
  }

  add(connection: T): void {
    this.#open.add(connection);
  }

  delete(connection: T): void {
    this.#open.delete(connection);
    if (this.#open.size === 0) this.#onEmpty?.();
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#open.values();
  }

  /** Resolves when no connection is left, or after so many milliseconds. */
  async allGone(within: number): Promise<void> {
    if (this.#open.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, within);
    this.#onEmpty = resolve;
    await promise;
    clearTimeout(timer);
  }
}
