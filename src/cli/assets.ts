import { join } from "node:path";

/** The files that go with the program lie in the binary, else around its source. */
const ROOT = Bun.isStandaloneExecutable ? import.meta.dir : join(import.meta.dir, "..", "..");

/** The path of a file that goes with the program. */
export function asset(name: string): string {
  return join(ROOT, name);
}

/** What an editor has to know of greenwing: a declaration of the module that hook files import. */
export const TYPES = asset("types/greenwing.d.ts");
