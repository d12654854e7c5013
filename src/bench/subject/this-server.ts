import { join } from "node:path";
import { PORT, ServerByCommand } from "./by-command.ts";

/** What one client may do in a second is limited, and a benchmark is more. */
const NO_RATES = ["messageRate", "byteRate", "requestRate", "listRate", "connectRate"].map(
  (name) => `limits.${name}=0`,
);

const MAIN = join(import.meta.dir, "..", "..", "main.ts");

/** The server that this program is, without limits on rates. */
export function thisServer(): ServerByCommand {
  const program = Bun.isStandaloneExecutable ? [] : ["--no-env-file", "--no-install", MAIN];
  return greenwing("greenwing", [process.execPath, ...program]);
}

/** A server of this kind by the command that starts it, without limits on rates. */
export function greenwing(name: string, command: readonly string[]): ServerByCommand {
  const flags = ["--host", "127.0.0.1", "--port", PORT, "--log-level", "warn"];
  const settings = NO_RATES.flatMap((setting) => ["--set", setting]);
  return new ServerByCommand(name, [...command, ...flags, ...settings], true);
}
