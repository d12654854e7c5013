import { dirname, resolve } from "node:path";

/** Modules that may import others; what else is imported (JSON, TOML, text) does not. */
const SCRIPT = /\.[cm]?[jt]sx?$/;

const PACKAGES = /[\\/]node_modules[\\/]/;

/**
 * The absolute paths of the files that a module is made of: itself and what it imports by relative path, directly or
 * not. One that is imported and not there is named too, as it was imported; packages are left out.
 */
export async function modulesOf(path: string): Promise<Set<string>> {
  const found = new Set([path]);
  // A set that grows is gone through to its end.
  for (const file of found) {
    for (const imported of await importsOf(file)) if (!PACKAGES.test(imported)) found.add(imported);
  }
  return found;
}

async function importsOf(file: string): Promise<string[]> {
  if (!SCRIPT.test(file)) return [];
  try {
    const loader = /x$/.test(file) ? "tsx" : "ts";
    const imports = new Bun.Transpiler({ loader }).scanImports(await Bun.file(file).text());
    return imports.filter((each) => /^\.{0,2}\//.test(each.path)).map((each) => resolved(each.path, file));
  } catch {
    return []; // it is not there, or its syntax is wrong: loading it says so
  }
}

function resolved(imported: string, importer: string): string {
  try {
    return Bun.resolveSync(imported, dirname(importer));
  } catch {
    return resolve(dirname(importer), imported);
  }
}

/** Has modules evaluated again when they are imported the next time, those that failed to load too. */
export function forget(paths: Iterable<string>): void {
  for (const path of paths) delete require.cache[path];
}
