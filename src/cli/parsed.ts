import { didYouMean, UsageError } from "../config/user-error.ts";
import { nearest } from "../settings/nearest.ts";

/** One flag: how it is written, and what `--help` says of it. */
export interface Flag {
  readonly type: "string" | "boolean";
  readonly short?: string;
  readonly multiple?: boolean;
  /** What stands for its value in `--help`. */
  readonly value?: string;
  /** The dotted key of the setting that it gives. */
  readonly setting?: string;
  /** What the setting is given by a flag that takes no value. */
  readonly gives?: string;
  readonly meaning: string;
}

/** Flags by their long names. */
export type Flags = Readonly<Record<string, Flag>>;

/** Reads arguments by a table of flags. Throws a {@link UsageError} for what is not in it. */
export function parsed(args: readonly string[], flags: Flags) {
  // Most start it without any, and what reads them costs memory.
  if (args.length === 0) return { values: {}, positionals: [], tokens: [] };
  const { parseArgs } = process.getBuiltinModule("node:util");
  try {
    return parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: true, tokens: true });
  } catch (error) {
    throw notUnderstood(error as Error, flags);
  }
}

/** `parseArgs` names the flag in the first quotes of its message, as `'-p, --port <value>'` or `'--port'`. */
function notUnderstood({ message }: Error, flags: Flags): UsageError {
  const [, names = ""] = /'([^']*)'/.exec(message) ?? [];
  const flag = names.split(" ").find((name) => name.startsWith("--")) ?? names;
  if (message.startsWith("Unknown option")) return unknownFlag(flag, flags);
  if (message.includes("does not take")) return new UsageError(`${flag}: takes no value`);
  const { value = "VALUE" } = flags[flag.slice(2)] ?? {};
  return new UsageError(`${flag}: given no value, allowed is ${flag}=${value}`);
}

function unknownFlag(flag: string, flags: Flags): UsageError {
  const near = flag.startsWith("--") ? nearest(flag.slice(2), Object.keys(flags)) : undefined;
  const written = flag.startsWith("-") ? flag : `-${flag}`;
  return new UsageError(`unknown flag ${written}${didYouMean(near && `--${near}`)}`);
}
