import { SETTING_KEYS } from "../settings/describe.ts";
import { nearest } from "../settings/nearest.ts";
import type { Given } from "./given.ts";
import { didYouMean, UserError } from "./user-error.ts";

/** Variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = "GREENWING_";

/** Names the config file, where `--config` does not. */
export const CONFIG_VARIABLE = `${PREFIX}CONFIG`;

/** The variable of a setting: `GREENWING_LIMITS_MAX_MESSAGE_SIZE` for `limits.maxMessageSize`. */
export function variableOf(key: string): string {
  return PREFIX + key.replace(/[A-Z]/g, "_$&").replace(".", "_").toUpperCase();
}

const KEY_OF = new Map(SETTING_KEYS.map((key) => [variableOf(key), key]));

/**
 * The settings that the environment gives. Throws a {@link UserError} for a `GREENWING_` variable that is no
 * setting's: a slip in a name would otherwise go unnoticed.
 */
export function givenByEnvironment(environment: Environment): Given[] {
  return Object.entries(environment).flatMap(([name, text]) => {
    if (!name.startsWith(PREFIX) || name === CONFIG_VARIABLE || text === undefined) return [];
    const key = KEY_OF.get(name);
    if (key === undefined) throw unknownVariable(name);
    return { key, text, source: name };
  });
}

function unknownVariable(name: string): UserError {
  // The prefix, which is right, must not count for how near two names are.
  const known = [...KEY_OF.keys(), CONFIG_VARIABLE].map((variable) => variable.slice(PREFIX.length));
  const near = nearest(name.slice(PREFIX.length), known);
  return new UserError(`unknown variable ${name}${didYouMean(near && PREFIX + near)}`);
}
