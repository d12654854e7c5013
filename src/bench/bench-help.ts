import type { Flag } from "../cli/parsed.ts";
import { BENCH_FLAGS } from "./bench-line.ts";
import { SCENARIOS } from "./scenarios.ts";

/** The text of `bench --help`. */
export function benchHelp(): string {
  const flags = Object.entries<Flag>(BENCH_FLAGS).map(([name, { short, value, meaning }]) => {
    const written = `${short === undefined ? "    " : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;
    return `  ${written.padEnd(27)} ${meaning}`;
  });
  const scenarios = Object.entries(SCENARIOS).map(([name, { meaning }]) => `  ${name.padEnd(14)} ${meaning}`);
  return `greenwing bench: puts loads on servers of the Lacewing Relay protocol, and verifies every delivery

Usage
  greenwing bench                        a server of its own, which it starts
  greenwing bench HOST:PORT              a server that runs already, of any kind
  greenwing bench --compare A B ...      several in turn; each is HOST:PORT, a command
                                         with {port} in it, or "this" for a server of its own
  greenwing bench --all --against B      what this server is to reach, row by row

Flags
${flags.join("\n")}

Scenarios
${scenarios.join("\n")}

A server that limits what one client may send must not do so here: for greenwing, set limits.messageRate,
limits.byteRate, limits.requestRate, limits.listRate and limits.connectRate to 0, as those that are started
here have them. Latencies are counted from when a message was due. Figures are of this machine, and of what
else it does: compare servers by their ratios. Exit status: 0, or 3 where something was not as it should be.`;
}
