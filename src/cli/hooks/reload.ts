import type { Log } from "../../log.ts";
import type { Relay } from "../../server/relay.ts";
import type { HooksFile } from "./hooks-file.ts";

/** What loading hooks again needs. */
export interface Reloading {
  readonly file: HooksFile;
  readonly relay: Pick<Relay, "replaceHooks">;
  readonly log: Log;
  /** Is told when the file may consist of other files than before. */
  readonly loaded?: () => void;
}

/** Loads a server's hooks again. One that cannot be loaded is told, and leaves those before in place. */
export class Reload {
  readonly #parts: Reloading;
  /** Loading now: and whether once more is wanted, for what has changed meanwhile. */
  #busy = false;
  #again = false;

  constructor(parts: Reloading) {
    this.#parts = parts;
  }

  /** Loads them, one time after the other. */
  async request(): Promise<void> {
    this.#again = true;
    if (this.#busy) return;
    this.#busy = true;
    while (this.#again) {
      this.#again = false;
      await this.#load();
    }
    this.#busy = false;
  }

  async #load(): Promise<void> {
    const { file, relay, log, loaded } = this.#parts;
    try {
      await relay.replaceHooks(file.make, file.whereabouts);
      log.write("info", `hooks file ${file.path}: loaded again`);
    } catch (error) {
      log.write("error", `${file.problem(error).message} (the hooks from before stay)`);
    }
    loaded?.();
  }
}
