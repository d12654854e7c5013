import type { Given } from "../config/given.ts";
import { didYouMean, UsageError } from "../config/user-error.ts";
import { nearest } from "../settings/nearest.ts";
import { type Flag, parsed } from "./parsed.ts";

/** The flags by their long names, in the groups that `--help` shows. */
export const FLAG_GROUPS = {
  "Who may come": {
    host: {
      type: "string",
      value: "ADDRESS",
      setting: "server.host",
      meaning: "the address to listen on, by default all of them",
    },
    port: {
      type: "string",
      short: "p",
      value: "PORT",
      setting: "server.port",
      meaning: "for TCP and UDP; 0 takes a free one",
    },
    "max-clients": { type: "string", value: "N", setting: "limits.clients", meaning: "how many at a time" },
  },
  "What they meet": {
    welcome: {
      type: "string",
      value: "TEXT",
      setting: "server.welcome",
      meaning: "what a client is told when it connects",
    },
    hooks: {
      type: "string",
      value: "FILE",
      setting: "hooks",
      meaning: "your rules: a TypeScript or JavaScript file",
    },
    watch: {
      type: "boolean",
      setting: "watch",
      gives: "always",
      meaning: "load them again when the file changes, as it is in a terminal",
    },
    "no-watch": {
      type: "boolean",
      setting: "watch",
      gives: "never",
      meaning: "load them once, and again on SIGHUP",
    },
  },
  "Everything else": {
    config: {
      type: "string",
      short: "c",
      value: "FILE",
      meaning: "settings in TOML; without it greenwing.toml, if it is here",
    },
    set: {
      type: "string",
      multiple: true,
      value: "KEY=VALUE",
      meaning: "any setting: --set ping.interval=4s (repeatable)",
    },
    "log-level": {
      type: "string",
      value: "LEVEL",
      setting: "log.level",
      meaning: "debug, info, warn, error or silent",
    },
    "log-format": {
      type: "string",
      value: "FORMAT",
      setting: "log.format",
      meaning: "pretty, or json: an object a line",
    },
  },
  "Instead of serving": {
    help: { type: "boolean", short: "h", meaning: "show this" },
    "help-config": { type: "boolean", meaning: "show every setting with its default and meaning, as TOML" },
    version: { type: "boolean", short: "v", meaning: "show the version" },
  },
} as const satisfies Record<string, Record<string, Flag>>;

const FLAGS: Readonly<Record<string, Flag>> = Object.assign({}, ...Object.values(FLAG_GROUPS));

/** What can be asked of the program. */
export const COMMANDS = [
  "serve",
  "check",
  "cert",
  "init",
  "types",
  "chat",
  "probe",
  "bench",
  "help",
  "help-config",
  "version",
] as const;
export type CommandName = (typeof COMMANDS)[number];

/** Commands that have flags of their own, and read them themselves. */
const INDEPENDENT: readonly string[] = ["cert", "chat", "probe", "bench"] satisfies CommandName[];

/** A command line that was understood. */
export interface CommandLine {
  readonly command: CommandName;
  /** The value of `--config`. */
  readonly config: string | undefined;
  /** The settings that flags gave, in their order. */
  readonly given: readonly Given[];
  /** What follows a command that reads it itself; the host that `check` is to look at. */
  readonly rest: readonly string[];
}

/** Reads the arguments after the program's name. Throws a {@link UsageError} for what it cannot make sense of. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const [first = "", ...rest] = args;
  if (INDEPENDENT.includes(first))
    return { command: first as CommandName, config: undefined, given: [], rest };
  const { values, positionals, tokens } = parsed(args, FLAGS);
  const options = tokens.filter((token) => token.kind === "option");
  const asked = (["help", "help-config", "version"] as const).find((name) => values[name] === true);
  const command = commandOf(positionals);
  return {
    command: asked ?? command,
    config: typeof values.config === "string" ? values.config : undefined,
    given: options.flatMap(({ name, value = "" }) => givenBy(name, value)),
    rest: positionals.slice(1),
  };
}

function givenBy(name: string, text: string): Given[] {
  const { setting: key, gives } = FLAGS[name] ?? {};
  if (key !== undefined) return [{ key, text: gives ?? text, source: `--${name}` }];
  if (name !== "set") return [];
  const [, setting = "", value] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (value !== undefined) return [{ key: setting.trim(), text: value, source: `--set ${setting.trim()}` }];
  throw new UsageError(
    `--set: given ${JSON.stringify(text)}, allowed is KEY=VALUE, such as ping.interval=4s`,
  );
}

function commandOf([name = "serve", ...others]: readonly string[]): CommandName {
  const command = COMMANDS.find((known) => known === name);
  if (command === undefined)
    throw new UsageError(`unknown command "${name}"${didYouMean(nearest(name, COMMANDS), '"')}`);
  const another = command === "check" ? others[1] : others[0];
  if (another !== undefined)
    throw new UsageError(
      `unexpected argument "${another}": ${name} takes ${command === "check" ? "one host" : "flags only"}`,
    );
  return command;
}
