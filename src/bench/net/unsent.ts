/** What a connection was given to send and the system has not taken yet, in order. */
export class Unsent {
  readonly #pieces: Uint8Array[] = [];
  readonly #write: (bytes: Uint8Array) => number;

  /** `write` tells how many bytes were taken; less than none, as of a socket that is closed, is none. */
  constructor(write: (bytes: Uint8Array) => number) {
    this.#write = write;
  }

  /** Whether the system has taken everything. */
  get isEmpty(): boolean {
    return this.#pieces.length === 0;
  }

  /** Sends `bytes` when all before them is taken. They are not copied: they must stay as they are until then. */
  send(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    if (this.#pieces.length === 1) this.flush();
  }

  /** Writes what waits, for when there is room again. */
  flush(): void {
    for (let next = this.#pieces[0]; next !== undefined; next = this.#pieces[0]) {
      const taken = Math.max(0, this.#write(next));
      if (taken < next.length) {
        this.#pieces[0] = next.subarray(taken);
        return;
      }
      this.#pieces.shift();
    }
  }
}
