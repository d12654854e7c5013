/** How often the line is written anew, in milliseconds. */
const OFTEN = 200;

/** A line on a terminal that says what is being done; nothing where standard error is none. */
export class ProgressLine {
  readonly #isTerminal = process.stderr.isTTY === true;
  #shownAt = Number.NEGATIVE_INFINITY;

  /** Shows what is done, and which part of it is over. */
  tell(what: string, part: number): void {
    const now = performance.now();
    if (!this.#isTerminal || now - this.#shownAt < OFTEN) return;
    this.#shownAt = now;
    const done = `${Math.max(0, Math.min(100, Math.round(part * 100)))} %`;
    process.stderr.write(`\r\x1b[K${what} ${done}`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#isTerminal) process.stderr.write("\r\x1b[K");
  }
}
