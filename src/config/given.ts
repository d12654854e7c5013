import { SETTING_KEYS } from "../settings/describe.ts";
import { readSettings, SettingsError, shown, unknownSetting } from "../settings/read.ts";
import { absolute } from "./paths.ts";
import { type SettingsTree, settingIn, withSetting } from "./settings-tree.ts";
import { UserError } from "./user-error.ts";

/** The settings that are the path of a file. */
const PATHS: readonly string[] = ["hooks", "bans.file", "tls.cert", "tls.key"];

/** One setting as a text: from a flag, or from a variable of the environment. */
export interface Given {
  /** The dotted key: `server.port`. */
  readonly key: string;
  readonly text: string;
  /** What the user wrote it with, for messages: `--port`, `GREENWING_SERVER_PORT`. */
  readonly source: string;
}

/** What is needed to check given texts: where relative paths start, and the exit status of a mistake. */
export interface Checking {
  readonly directory: string;
  readonly status: 1 | 2;
}

/** A setting with the value that its text came to. */
export interface Checked {
  readonly key: string;
  readonly value: unknown;
}

/**
 * Reads settings given as texts. A text is taken as a TOML value where the setting takes that value (`2`, `false`,
 * `"quoted"`), else as it stands. The path of a file starts at `directory`. Throws a {@link UserError} with `status` for
 * a key that no setting has and for a value that the setting does not take.
 */
export function checked(given: readonly Given[], { directory, status }: Checking): Checked[] {
  return given.map(({ key, text, source }) => {
    if (!SETTING_KEYS.includes(key)) throw new UserError(unknownSetting(key, text).message, status);
    const toml = tomlValue(text);
    const value = toml === undefined || problemOf(key, toml) !== undefined ? text : toml;
    const problem = value === text ? problemOf(key, text) : undefined;
    if (problem !== undefined) {
      throw new UserError(`${source}: given ${shown(text)}, allowed is ${problem.allowed}`, status);
    }
    return { key, value: PATHS.includes(key) ? resolved(value, directory) : value };
  });
}

/** Puts settings into `tree`, the later ones over the earlier. */
export function withChecked(tree: SettingsTree, settings: readonly Checked[]): SettingsTree {
  return settings.reduce((layered, { key, value }) => withSetting(layered, key, value), tree);
}

/** Puts settings given as texts into `tree`, the later ones over the earlier. Throws as {@link checked} does. */
export function withGiven(tree: SettingsTree, given: readonly Given[], checking: Checking): SettingsTree {
  return withChecked(tree, checked(given, checking));
}

/** `tree` with the paths of files in it starting at `directory`. */
export function withPaths(tree: SettingsTree, directory: string): SettingsTree {
  return PATHS.reduce((resolving, key) => {
    const path = settingIn(resolving, key);
    return path === undefined ? resolving : withSetting(resolving, key, resolved(path, directory));
  }, tree);
}

/** A file's path from `directory`; an empty one (no such file) stays empty. */
function resolved(path: unknown, directory: string): unknown {
  return typeof path === "string" && path !== "" ? absolute(path, directory) : path;
}

/** The one TOML value that a text is, or undefined. */
function tomlValue(text: string): unknown {
  try {
    const { value, ...others } = Bun.TOML.parse(`value = ${text}`) as SettingsTree;
    // A text of several lines could bring in keys of its own.
    return Object.keys(others).length === 0 ? value : undefined;
  } catch {
    return undefined;
  }
}

function problemOf(key: string, value: unknown): SettingsError | undefined {
  try {
    readSettings(withSetting({}, key, value));
    return undefined;
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
}
