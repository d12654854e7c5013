/** What was taken out is cleared away when it is more than so many and than what is in. */
const SLACK = 1024;

/** First in, first out; taking out costs the same however many there are. */
export class Queue<T> {
  readonly #items: (T | undefined)[] = [];
  /** Where the first one is. */
  #first = 0;
  /** How many were taken out so far. */
  taken = 0;

  get length(): number {
    return this.#items.length - this.#first;
  }

  /** The first one; undefined where there is none. */
  get first(): T | undefined {
    return this.#items[this.#first];
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** Takes out the first one; undefined where there is none. */
  shift(): T | undefined {
    if (this.length === 0) return undefined;
    this.taken++;
    const item = this.#items[this.#first];
    this.#items[this.#first++] = undefined;
    if (this.length === 0) this.#items.length = 0;
    else if (this.#first > SLACK && this.#first > this.length) this.#items.splice(0, this.#first);
    else return item;
    this.#first = 0;
    return item;
  }
}
