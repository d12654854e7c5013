import { readSettings, SettingsError } from "../settings/read.ts";
import { parseToml, TomlError } from "../toml.ts";
import { withPaths } from "./given.ts";
import { folderOf } from "./paths.ts";
import type { SettingsTree } from "./settings-tree.ts";
import { UserError } from "./user-error.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EISDIR: "it is a directory",
  EACCES: "no right to read it",
  EPERM: "no right to read it",
};

/**
 * Reads a TOML file of settings. `shown` is its path as the user knows it, for messages. Files named in it are
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
  return withPaths(tree, folderOf(path));
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
    return parseToml(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new UserError(`${shown}, line ${error.line}: ${error.message}`);
  }
}
