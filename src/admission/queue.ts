/** Something that can stand in one queue: the queue's own fields, so that standing in it costs no memory more. */
export interface Queued<T> {
  older: T | undefined;
  newer: T | undefined;
}

/** First come, first served, and anybody may leave at any time: each step costs the same however many there are. */
export class Queue<T extends Queued<T>> {
  #size = 0;
  #oldest: T | undefined;
  #newest: T | undefined;

  get size(): number {
    return this.#size;
  }

  /** Who has been in it for longest. */
  get oldest(): T | undefined {
    return this.#oldest;
  }

  /** Puts in one who is not in. */
  push(item: T): void {
    item.older = this.#newest;
    if (this.#newest === undefined) this.#oldest = item;
    else this.#newest.newer = item;
    this.#newest = item;
    this.#size++;
  }

  /** Takes one out. Returns whether it was in. */
  delete(item: T): boolean {
    const { older, newer } = item;
    if (older === undefined && this.#oldest !== item) return false;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    item.older = undefined;
    item.newer = undefined;
    this.#size--;
    return true;
  }
}
