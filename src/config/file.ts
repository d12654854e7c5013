import { dirname } from "node:path";
import { readSettings, SettingsError } from "../settings/read.ts";
import { hooksPath } from "./given.ts";
import type { SettingsTree } from "./settings-tree.ts";
import { UserError } from "./user-error.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EISDIR: "it is a directory",
  EACCES: "no right to read it",
  EPERM: "no right to read it",
};

/**
 * Reads a TOML file of settings. `shown` is its path as the user knows it, for messages. A hooks file named in it is
 * relative to it. Throws a {@link UserError} for a file that cannot be read, is no TOML (with the line), or has a
 * setting that cannot be.
 */
export async function readConfigFile(path: string, shown: string): Promise<SettingsTree> {
  const tree = parse(await textOf(path, shown), shown);
  try {
    readSettings(tree);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new UserError(`${shown}: ${error.message}`);
  }
  return "hooks" in tree ? { ...tree, hooks: hooksPath(tree.hooks, dirname(path)) } : tree;
}

async function textOf(path: string, shown: string): Promise<string> {
  try {
    return await Bun.file(path).text();
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new UserError(`cannot read ${shown}: ${REASONS[code] ?? message}`);
  }
}

function parse(text: string, shown: string): SettingsTree {
  try {
    return Bun.TOML.parse(text) as SettingsTree;
  } catch (error) {
    const message = (error as SyntaxError).message.replace("TOML Parse error: ", "");
    throw new UserError(`${shown}, line ${lineOfError(text)}: ${message}`);
  }
}

/** Bun's parser does not say where: it is in what begins after the longest run of whole lines that is TOML. */
function lineOfError(text: string): number {
  const lines = text.split("\n");
  const sound = lines.findLastIndex((_, index) => isToml(lines.slice(0, index).join("\n")));
  return sound + 1;
}

function isToml(text: string): boolean {
  try {
    Bun.TOML.parse(text);
    return true;
  } catch {
    return false;
  }
}
