import { join } from "node:path";
import type { ReadableStreamDefaultReader } from "node:stream/web";

const SOURCE = [process.execPath, join(import.meta.dir, "..", "..", "src", "main.ts")];

/** Longer than the program commonly takes, so that one that hangs fails its test and is gone. */
const PATIENCE = 10_000;

/** Where and with what environment the program runs. */
export interface Surroundings {
  /** The program itself; by default its source, run by Bun. */
  readonly command?: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** How long it may take, in milliseconds, where that is more than usual. */
  readonly patience?: number;
}

/** What a program that has ended leaves behind. */
export interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** The program `greenwing`. Where it still runs at the end of a test, it is ended. */
export class Program implements AsyncDisposable {
  readonly #process: Bun.Subprocess<"ignore", "pipe", "pipe">;
  readonly #err: Promise<string>;
  readonly #chunks: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  #out = "";

  constructor(args: readonly string[], surroundings: Surroundings = {}) {
    const { command = SOURCE, cwd, env = {}, patience = PATIENCE } = surroundings;
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("GREENWING_"));
    this.#process = Bun.spawn([...command, ...args], {
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
      timeout: patience,
      env: { ...Object.fromEntries(inherited), ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
    this.#err = this.#process.stderr.text();
    this.#chunks = this.#process.stdout.getReader();
  }

  /** Runs it to its end. */
  static async run(args: readonly string[], surroundings?: Surroundings): Promise<Outcome> {
    await using program = new Program(args, surroundings);
    return await program.ended();
  }

  /** Reads standard output until it contains `text`; gives all that was written. */
  async says(text: string): Promise<string> {
    while (!this.#out.includes(text)) {
      if (!(await this.#read()))
        throw new Error(`it ended without saying ${text}: ${this.#out}${await this.#err}`);
    }
    return this.#out;
  }

  signal(name: "SIGINT" | "SIGTERM"): void {
    this.#process.kill(name);
  }

  async ended(): Promise<Outcome> {
    while (await this.#read());
    return { status: await this.#process.exited, out: this.#out, err: await this.#err };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#process.exited;
  }

  async #read(): Promise<boolean> {
    const { value, done } = await this.#chunks.read();
    this.#out += Buffer.from(value ?? []).toString();
    return !done;
  }
}
