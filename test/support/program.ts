import { join } from "node:path";
import type { ReadableStream, ReadableStreamDefaultReader } from "node:stream/web";

/** The command that runs the program from its source. */
export const SOURCE = [process.execPath, join(import.meta.dir, "..", "..", "src", "main.ts")];

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

/** What a program writes, as it comes. */
class Output {
  text = "";
  readonly #chunks: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#chunks = stream.getReader();
  }

  /** Reads until `text` came; tells whether it did before the end. */
  async reaches(text: string): Promise<boolean> {
    while (!this.text.includes(text)) if (!(await this.#read())) return false;
    return true;
  }

  async whole(): Promise<string> {
    while (await this.#read());
    return this.text;
  }

  async #read(): Promise<boolean> {
    const { value, done } = await this.#chunks.read();
    this.text += Buffer.from(value ?? []).toString();
    return !done;
  }
}

/** The program `greenwing`. Where it still runs at the end of a test, it is ended. */
export class Program implements AsyncDisposable {
  readonly #process: Bun.Subprocess<"ignore", "pipe", "pipe">;
  readonly #out: Output;
  readonly #err: Output;

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
    this.#out = new Output(this.#process.stdout);
    this.#err = new Output(this.#process.stderr);
  }

  /** Runs it to its end. */
  static async run(args: readonly string[], surroundings?: Surroundings): Promise<Outcome> {
    await using program = new Program(args, surroundings);
    return await program.ended();
  }

  /** Reads standard output until it contains `text`; gives all that was written. */
  async says(text: string): Promise<string> {
    if (await this.#out.reaches(text)) return this.#out.text;
    throw new Error(`it ended without saying ${text}: ${this.#out.text}${await this.#err.whole()}`);
  }

  /** Reads standard error, which has the log, until it contains `text`; gives all that was written. */
  async logs(text: string): Promise<string> {
    if (await this.#err.reaches(text)) return this.#err.text;
    throw new Error(`it ended without logging ${text}: ${this.#err.text}`);
  }

  /** The port that it says it listens on. */
  async port(): Promise<number> {
    return Number(/listens on port (\d+)/.exec(await this.says("Stop it with"))?.[1]);
  }

  signal(name: "SIGINT" | "SIGTERM" | "SIGHUP"): void {
    this.#process.kill(name);
  }

  async ended(): Promise<Outcome> {
    const [out, err] = await Promise.all([this.#out.whole(), this.#err.whole()]);
    return { status: await this.#process.exited, out, err };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#process.exited;
  }
}
