import { join } from "node:path";

const SCRIPT = join(import.meta.dir, "..", "storm.ts");

/** A process of the script in another role, gone with its scope; what it tells is awaited one by one. */
export class Helper implements AsyncDisposable {
  readonly #process: Bun.Subprocess;
  readonly #told: unknown[] = [];
  #wake = () => {};

  /** `by` is what the process is started by, such as `nice`. */
  constructor(args: readonly string[], by: readonly string[] = []) {
    this.#process = Bun.spawn([...by, process.execPath, SCRIPT, ...args], {
      stdio: ["ignore", "inherit", "inherit"],
      ipc: (message) => {
        this.#told.push(message);
        this.#wake();
      },
    });
  }

  ask(): void {
    this.#process.send("?");
  }

  async next<T>(): Promise<T> {
    await this.told();
    return this.#told.shift() as T;
  }

  /** Comes back when there is something to be had by `next`. */
  async told(): Promise<void> {
    while (this.#told.length === 0) {
      if (this.#process.exitCode !== null) throw new Error("a helper ended");
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await Promise.race([promise, this.#process.exited]);
    }
  }

  get hasTold(): boolean {
    return this.#told.length > 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#process.exited;
  }
}
