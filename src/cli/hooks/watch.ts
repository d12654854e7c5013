import { type FSWatcher, watch } from "node:fs";
import { dirname, join } from "node:path";

/** A change is told when nothing has changed for so many milliseconds: editors write a file in several steps. */
const QUIET = 100;

/** Watches files, also such as are not there yet. It watches the folders they are in: editors replace files. */
export class Watch {
  readonly #changed: () => void;
  readonly #folders = new Map<string, FSWatcher>();
  #files: ReadonlySet<string> = new Set();
  #timer: Timer | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Watches these files, and no others any more. */
  follow(files: ReadonlySet<string>): void {
    this.#files = files;
    const folders = new Set(Array.from(files, dirname));
    for (const [folder, watcher] of this.#folders) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#folders.delete(folder);
    }
    for (const folder of folders) if (!this.#folders.has(folder)) this.#watch(folder);
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, (_event, name) => {
        if (name === null || this.#isOurs(join(folder, name))) this.#schedule();
      });
      // One that fails, as when its folder goes away, is begun anew when the file is loaded the next time.
      watcher.on("error", () => this.#folders.delete(folder));
      this.#folders.set(folder, watcher);
    } catch {
      // The folder is not there.
    }
  }

  /** An import that cannot be found may have been meant without its ending. */
  #isOurs(file: string): boolean {
    return this.#files.has(file) || this.#files.has(file.replace(/\.\w+$/, ""));
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#changed, QUIET);
  }
}
