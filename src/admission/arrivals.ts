/** In the order in which they came; anybody may leave at any time. Each step costs the same however many there are. */
export class Arrivals<T extends object> {
  readonly #items = new Set<T>();
  /** Goes on where it stopped, so that it never passes those who left from the front again. */
  #front = this.#items.values();

  get size(): number {
    return this.#items.size;
  }

  /** Puts in one who is not in. */
  push(item: T): void {
    this.#items.add(item);
  }

  /** Takes out the one who has been in for longest. */
  take(): T | undefined {
    let { value } = this.#front.next();
    if (value === undefined) {
      // It came to the end, when there was nobody left, and does not see those who came after.
      this.#front = this.#items.values();
      value = this.#front.next().value;
    }
    if (value !== undefined) this.#items.delete(value);
    return value;
  }

  /** Takes one out. Returns whether it was in. */
  delete(item: T): boolean {
    return this.#items.delete(item);
  }
}
