import { open, readFile, rename, stat } from "node:fs/promises";
import { banText, parseBans } from "../admission/ban-text.ts";
import type { Bans } from "../admission/bans.ts";
import type { Log } from "../log.ts";
import { BanFileError } from "./ban-file-error.ts";
import { inParts } from "./parts.ts";

/** At least so long from one writing to the next, and after one that failed, in milliseconds. */
const PAUSE = 1000;
const RETRY = 10_000;

/** Who may read a new file: its owner, since addresses are personal data. One that is there keeps its rights. */
const RIGHTS = 0o600;

/** The file in which bans survive a restart: read once, and written anew after every change. */
export class BanFile {
  readonly #path: string;
  readonly #bans: Bans;
  readonly #log: Log;
  #isBehind = false;
  #writing = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When it may be written again, in milliseconds of `performance.now()`. */
  #nextAt = 0;

  /**
   * Reads the file into `bans` and keeps it up to date from then on; one that is not there has none. Rejects with a
   * {@link BanFileError}.
   */
  static async open(path: string, bans: Bans, log: Log): Promise<BanFile> {
    try {
      for (const ban of parseBans(await textOf(path))) bans.add(ban);
    } catch (error) {
      throw new BanFileError(path, (error as Error).message);
    }
    bans.forgetEnded();
    return new BanFile(path, bans, log);
  }

  private constructor(path: string, bans: Bans, log: Log) {
    this.#path = path;
    this.#bans = bans;
    this.#log = log;
    bans.onChange = () => this.#changed();
  }

  /** Comes back when the last change is written, or could not be. */
  async close(): Promise<void> {
    await this.#write();
    clearTimeout(this.#timer);
  }

  #changed(): void {
    this.#isBehind = true;
    this.#writeIn(Math.max(0, this.#nextAt - performance.now()));
  }

  #writeIn(delay: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#write();
    }, delay);
  }

  #write(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#catchUp());
    return this.#writing;
  }

  async #catchUp(): Promise<void> {
    if (!this.#isBehind) return;
    this.#isBehind = false;
    this.#nextAt = performance.now() + PAUSE;
    try {
      const parts: string[] = [];
      await inParts(
        banText([...this.#bans]),
        (part) => parts.push(part),
        () => performance.now(),
      );
      await replace(this.#path, parts.join(""));
    } catch (error) {
      this.#isBehind = true;
      this.#log.write("error", `bans could not be written: ${(error as Error).message}`, "bans not written");
      this.#writeIn(RETRY);
    }
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

/** Writes a file whole or not at all, whatever happens meanwhile. */
async function replace(path: string, text: string): Promise<void> {
  const { mode } = await stat(path).catch(() => ({ mode: RIGHTS }));
  const temporary = `${path}.new`;
  const file = await open(temporary, "w", mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}
