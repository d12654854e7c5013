import { readAddress, type ServerAddress, shown } from "../client/transport/address.ts";
import { UsageError } from "../config/user-error.ts";
import { flagLine } from "./help.ts";
import { type Flags, parsed } from "./parsed.ts";

/** The command line of a command that visits a server. */
export interface VisitorLine {
  readonly values: Readonly<Record<string, unknown>>;
  /** Where the server is, as it can be read again. */
  readonly address: string;
  readonly server: ServerAddress;
  /** The address as it is told. */
  readonly shown: string;
}

/** Reads `[HOST[:PORT]] [flags]`; without a host it is this machine. Throws a UsageError. */
export function visitorLine(args: readonly string[], flags: Flags): VisitorLine {
  const { values, positionals } = parsed(args, flags);
  const [address = "localhost", another] = positionals;
  if (another !== undefined) throw new UsageError(`unexpected argument "${another}": one server is enough`);
  try {
    const server = readAddress(address);
    return { values, address, server, shown: shown(server) };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Prints how a command is used; gives the exit status. */
export function helpOf(usage: string, flags: Flags): number {
  const lines = Object.entries(flags).map(([name, flag]) => flagLine(name, flag));
  console.log([usage, "", "Flags", ...lines].join("\n"));
  return 0;
}
