import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "../config/user-error.ts";
import { workingDirectory } from "../config/working-directory.ts";
import { asset, TYPES } from "./assets.ts";
import { bunTypes, PACKAGES, type Packages } from "./bun-types.ts";

/** A file that is laid into a folder, where it comes from, and what it is there for. */
interface Starter {
  readonly name: string;
  readonly from: string;
  readonly note: string;
}

const STARTERS: readonly Starter[] = [
  { name: "hooks.ts", from: asset("starter/hooks.ts"), note: "your rules, with a few to start from" },
  { name: "greenwing.d.ts", from: TYPES, note: "what an editor has to know of greenwing" },
  { name: "tsconfig.json", from: asset("starter/tsconfig.json"), note: "how an editor reads these files" },
];

const KEPT = "was here already";
const STALE = "is another version's; renew it: greenwing types > greenwing.d.ts";
const UNKNOWN = "is not installed where greenwing is; to get it: bun add -d bun-types";

/** What became of one file or package. */
export interface Laid {
  readonly name: string;
  readonly done: "made" | "kept" | "none";
  readonly note: string;
}

/** Sets the working directory up for hooks and an editor, and prints what was done. */
export async function init(): Promise<number> {
  const laid = await setUp(workingDirectory(), bunTypes);
  const lines = laid.map(({ done, name, note }) => `${done}  ${name.padEnd(25)}  ${note}`);
  console.log(`${lines.join("\n")}\n\nOpen this folder in your editor, and start the server with its rules:`);
  console.log("  greenwing --hooks hooks.ts");
  return 0;
}

/**
 * Lays into `folder` what is not there yet, and leaves what is; `types` gives the packages that an editor needs. Throws
 * a {@link UserError} where something cannot be written.
 */
export async function setUp(folder: string, types: () => Promise<Packages | undefined>): Promise<Laid[]> {
  try {
    const files = await Promise.all(STARTERS.map((starter) => layFile(folder, starter)));
    return [...files, await layPackages(join(folder, "node_modules"), types)];
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === undefined ? error : new UserError(`cannot set up ${folder}: ${message}`);
  }
}

async function layFile(folder: string, { name, from, note }: Starter): Promise<Laid> {
  const path = join(folder, name);
  const text = await Bun.file(from).text();
  try {
    writeFileSync(path, text, { flag: "wx" });
    return { name, done: "made", note };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  // What an owner has made of the others is none of our business; types of another version mislead.
  const stale = from === TYPES && (await Bun.file(path).text()) !== text;
  return { name, done: "kept", note: stale ? STALE : KEPT };
}

/** Lays what is missing of the packages into `modules`, as an install would. */
async function layPackages(modules: string, types: () => Promise<Packages | undefined>): Promise<Laid> {
  const name = "node_modules/bun-types";
  const missing = PACKAGES.filter((each) => !existsSync(join(modules, each)));
  if (missing.length === 0) return { name, done: "kept", note: KEPT };
  const packages = await types();
  if (packages === undefined) return { name, done: "none", note: UNKNOWN };
  await layOut(modules, missing, packages);
  return { name, done: "made", note: "what an editor has to know of Bun, with what that needs" };
}

/** Each package comes whole, or not at all. */
async function layOut(modules: string, missing: readonly string[], packages: Packages): Promise<void> {
  mkdirSync(modules, { recursive: true });
  const aside = mkdtempSync(join(modules, ".greenwing-"));
  try {
    for (const [path, text] of Object.entries(packages)) await Bun.write(join(aside, path), text);
    for (const name of missing) {
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      renameSync(join(aside, name), join(modules, name));
    }
  } finally {
    rmSync(aside, { recursive: true });
  }
}
