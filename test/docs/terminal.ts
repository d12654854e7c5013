/** A program in a terminal of its own: lines are typed into it, and what can be read there is read line by line. */
export class Terminal implements AsyncDisposable {
  readonly #process: Bun.Subprocess;
  readonly #lines: string[] = [];
  #rest = "";
  #over = false;
  #wake = () => {};

  constructor(command: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) {
    const decoder = new TextDecoder();
    this.#process = Bun.spawn([...command], {
      cwd,
      env: { ...process.env, ...env },
      terminal: {
        data: (_terminal, chunk) => this.#read(decoder.decode(chunk, { stream: true })),
        exit: () => {
          this.#over = true;
          this.#wake();
        },
      },
    });
  }

  /** Its exit status, when it has ended. */
  get ended(): Promise<number> {
    return this.#process.exited;
  }

  /** Types a line; the terminal shows it. */
  type(line: string): void {
    this.#process.terminal?.write(`${line}\n`);
  }

  /** Ctrl-C. */
  interrupt(): void {
    this.#process.terminal?.write("\x03");
  }

  /** The next line. */
  async next(): Promise<string> {
    for (;;) {
      const line = this.#lines.shift();
      if (line !== undefined) return line;
      if (this.#over) throw new Error("it has ended, and everything that it wrote is read");
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
  }

  /** The next line that has this in it. */
  async until(text: string): Promise<string> {
    const passed: string[] = [];
    try {
      for (;;) {
        const line = await this.next();
        if (line.includes(text)) return line;
        passed.push(line);
      }
    } catch {
      throw new Error(`it ended without ${text}:\n${passed.join("\n")}`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#process.exited;
    this.#process.terminal?.close();
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split("\r\n");
    this.#rest = lines.pop() ?? "";
    this.#lines.push(...lines.map((line) => Bun.stripANSI(line)));
    this.#wake();
  }
}
