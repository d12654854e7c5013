import { type FSWatcher, statSync, watch } from "node:fs";
import { dirname, join } from "node:path";

/** A change is told when nothing has changed for so many milliseconds: editors write a file in several steps. */
const QUIET = 100;

/** A folder that is watched; another one may be in its place later. */
interface Watched {
  readonly watcher: FSWatcher;
  readonly identity: number | undefined;
}

function identityOf(folder: string): number | undefined {
  return statSync(folder, { throwIfNoEntry: false })?.ino;
}

/** Watches files, also such as are not there yet. It watches the folders they are in: editors replace files. */
export class Watch {
  readonly #changed: () => void;
  readonly #folders = new Map<string, Watched>();
  #files: ReadonlySet<string> = new Set();
  #timer: Timer | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Watches these files, and no others any more. */
  follow(files: ReadonlySet<string>): void {
    this.#files = files;
    const wanted = new Map(Array.from(files, (file) => [dirname(file), identityOf(dirname(file))]));
    for (const [folder, { watcher, identity }] of this.#folders) {
      if (identity !== undefined && wanted.get(folder) === identity) continue;
      watcher.close();
      this.#folders.delete(folder);
    }
    for (const [folder, identity] of wanted) if (!this.#folders.has(folder)) this.#watch(folder, identity);
  }

  #watch(folder: string, identity: number | undefined): void {
    try {
      const watcher = watch(folder, (_event, name) => {
        if (name === null || this.#isOurs(join(folder, name))) this.#schedule();
      });
      // One that fails, as when its folder goes away, is begun anew when the file is loaded the next time.
      watcher.on("error", () => {});
      this.#folders.set(folder, { watcher, identity });
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
