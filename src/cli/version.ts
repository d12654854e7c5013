import { version } from "../../package.json" with { type: "json" };

/** The commit that a binary was built from: `scripts/build.ts` puts it here. */
declare const GREENWING_COMMIT: string | undefined;

/** The version's number, from package.json. */
export const VERSION: string = version;

/** The short hash of the commit that this program is, or undefined where nobody can tell. */
export function commit(): string | undefined {
  return typeof GREENWING_COMMIT === "undefined" ? commitOfCheckout() : GREENWING_COMMIT || undefined;
}

/** Installed into another project there may be a repository around this one: only one that starts here is ours. */
function commitOfCheckout(): string | undefined {
  const { existsSync } = process.getBuiltinModule("node:fs");
  const { join } = process.getBuiltinModule("node:path");
  const root = join(import.meta.dir, "..", "..");
  if (!existsSync(join(root, ".git"))) return undefined;
  try {
    const git = Bun.spawnSync(["git", "rev-parse", "--short", "HEAD"], { cwd: root, stderr: "ignore" });
    return git.success ? git.stdout.toString().trim() : undefined;
  } catch {
    return undefined; // no git on this machine
  }
}

/** Prints version, commit and runtime in a line. */
export function printVersion(): number {
  const hash = commit();
  const built = hash === undefined ? "unknown commit" : `commit ${hash}`;
  console.log(`greenwing ${VERSION} (${built}, bun ${Bun.version})`);
  return 0;
}
