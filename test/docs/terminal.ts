/** A program in a terminal of its own: lines are typed into it, and what it writes is read line by line. */
export class Terminal implements AsyncDisposable {
  readonly #process: Bun.Subprocess<"pipe", "pipe", "pipe">;
  readonly #lines: string[] = [];
  #wake = () => {};
  #open = 2;

  constructor(command: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) {
    this.#process = Bun.spawn([...command], {
      cwd,
      env: { ...process.env, ...env },
      stdin: "pipe",
      stdout: "pipe",
      stderr: "pipe",
    });
    this.#read(this.#process.stdout);
    this.#read(this.#process.stderr);
  }

  /** Its exit status, when it has ended. */
  get ended(): Promise<number> {
    return this.#process.exited;
  }

  type(line: string): void {
    this.#process.stdin.write(`${line}\n`);
    this.#process.stdin.flush();
  }

  /** The next line that it writes. */
  async next(): Promise<string> {
    for (;;) {
      const line = this.#lines.shift();
      if (line !== undefined) return line;
      if (this.#open === 0) throw new Error("it has ended, and everything that it wrote is read");
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

  /** Ctrl-C. */
  interrupt(): void {
    this.#process.kill("SIGINT");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#process.exited;
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = "";
    for await (const chunk of stream) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      this.#lines.push(...lines);
      this.#wake();
    }
    if (rest !== "") this.#lines.push(rest);
    this.#open--;
    this.#wake();
  }
}
