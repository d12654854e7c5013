import { readSettings } from "../settings/read.ts";
import type { Settings } from "../settings/schema.ts";
import { CONFIG_VARIABLE, type Environment, givenByEnvironment } from "./environment.ts";
import { readConfigFile } from "./file.ts";
import { checked, type Given, withChecked, withGiven } from "./given.ts";
import { absolute } from "./paths.ts";
import { UserError } from "./user-error.ts";

/** The file that is read, if it is there, when none is named. */
export const DEFAULT_FILE = "greenwing.toml";

/** Where settings may come from. */
export interface Sources {
  /** The config file that the command line names. */
  readonly file: string | undefined;
  /** Settings given by flags, in their order. */
  readonly flags: readonly Given[];
  readonly environment: Environment;
  /** The working directory: relative paths start here, except those inside a config file. */
  readonly directory: string;
}

/** The settings that hold, and the path of the file that was read for them, if one was. */
export interface Config {
  readonly settings: Settings;
  readonly file: string | undefined;
}

/**
 * Takes the settings together: flags over the environment, the environment over the file, the file over the defaults.
 * Each source is checked whole, so that a mistake is told even where something else would have overridden it. Throws a
 * `UserError`: status 2 for a flag, 1 for the rest.
 */
export async function loadConfig({ file, flags, environment, directory }: Sources): Promise<Config> {
  const fromFlags = checked(flags, { directory, status: 2 });
  const variables = givenByEnvironment(environment);
  const path = await chosenFile(file, environment[CONFIG_VARIABLE], directory);
  const fromFile = path === undefined ? {} : await readConfigFile(path.full, path.shown);
  const withEnvironment = withGiven(fromFile, variables, { directory, status: 1 });
  const settings = readSettings(withChecked(withEnvironment, fromFlags));
  return { settings, file: path?.full };
}

async function chosenFile(flag: string | undefined, variable: string | undefined, directory: string) {
  const named = flag ?? (variable || undefined);
  if (named === undefined && !(await Bun.file(`${directory}/${DEFAULT_FILE}`).exists())) return undefined;
  if (named === "") throw new UserError('--config: given "", allowed is the path of a file', 2);
  const shown = named ?? DEFAULT_FILE;
  return { full: absolute(shown, directory), shown };
}
