#!/usr/bin/env bun
import { type CommandLine, type CommandName, readCommandLine } from "./cli/flags.ts";
import { printHelp } from "./cli/help.ts";
import { printConfigHelp } from "./cli/help-config.ts";
import { serve } from "./cli/serve.ts";
import { printVersion } from "./cli/version.ts";
import { UserError } from "./config/user-error.ts";

/** Each gives the exit status, at once or when it is done. */
const commands: Record<CommandName, (line: CommandLine) => number | Promise<number>> = {
  serve,
  check: async (line) => (await import("./cli/check.ts")).check(line),
  cert: async ({ rest }) => (await import("./cli/cert.ts")).cert(rest),
  init: async () => (await import("./cli/init.ts")).init(),
  types: async () => (await import("./cli/types.ts")).printTypes(),
  chat: async ({ rest }) => (await import("./cli/chat/chat.ts")).chat(rest),
  probe: async ({ rest }) => (await import("./cli/probe/probe.ts")).probe(rest),
  bench: async ({ rest }) => (await import("./bench/bench.ts")).bench(rest),
  help: printHelp,
  "help-config": printConfigHelp,
  version: printVersion,
};

async function main(args: readonly string[]): Promise<number> {
  try {
    const line = readCommandLine(args);
    return await commands[line.command](line);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(`greenwing: ${error.message}`);
    return error.status;
  }
}

process.exit(await main(process.argv.slice(2)));
