/** How often a line is shown: on a terminal, where it takes the place of the last one, and elsewhere. Milliseconds. */
const ON_TERMINAL = 1000;
const ELSEWHERE = 60_000;

/** Tells how far a long run has come. */
export class Progress {
  readonly #isTerminal = process.stdout.isTTY === true;
  #shownAt = performance.now();

  /** Shows a line, if it is time for one. */
  tell(line: () => string): void {
    const now = performance.now();
    if (now - this.#shownAt < (this.#isTerminal ? ON_TERMINAL : ELSEWHERE)) return;
    this.#shownAt = now;
    if (this.#isTerminal) process.stdout.write(`\r\x1b[K${line()}`);
    else console.log(line());
  }

  /** Takes the last line away. */
  end(): void {
    if (this.#isTerminal) process.stdout.write("\r\x1b[K");
  }
}
