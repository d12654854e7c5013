import { SETTINGS } from "../settings/describe.ts";
import { FLAG_GROUPS } from "./flags.ts";
import type { Flag } from "./parsed.ts";

/** The text of `--help`. */
export function helpText(): string {
  const groups = Object.entries(FLAG_GROUPS).map(([title, flags]) => {
    const lines = Object.entries<Flag>(flags).map(([name, flag]) => flagLine(name, flag));
    return `${title}\n${lines.join("\n")}`;
  });
  return `greenwing: a server for the Lacewing Relay protocol, for games and chat over TCP and UDP

Usage
  greenwing [serve] [flags]     start the server; Ctrl-C stops it
  greenwing check [HOST]        show what the server would do, and if its certificate is right
  greenwing cert --self-signed HOST
                                make a certificate to try encryption with
  greenwing init                set this folder up for rules of your own, and for an editor
  greenwing types               show what an editor has to know of them (greenwing.d.ts)
  greenwing chat [HOST[:PORT]]  talk with whoever is on a server (chat --help)
  greenwing probe [HOST[:PORT]] say by which ways players reach a server (probe --help)
  greenwing bench [HOST:PORT]   put loads on a server, and measure what it bears (bench --help)
  greenwing help                show this
  greenwing version             show the version

${groups.join("\n\n")}

Settings
  Each has a name such as ping.interval, and can be given, the later over the earlier,
  in a config file              [ping]
                                interval = "4s"
  in the environment            GREENWING_PING_INTERVAL=4s   (GREENWING_CONFIG names the file)
  on the command line           --set ping.interval=4s

Examples
  greenwing
  greenwing --port 7000 --welcome "Hello there"
  greenwing --hooks rules.ts --set limits.maxMessageSize=64KiB --set udp.enabled=false
  greenwing --help-config > greenwing.toml

Exit status
  0  stopped when asked to      1  could not start: a file, the environment, the port
  2  a wrong command line       130, 143  ended at once by a second Ctrl-C, SIGTERM`;
}

/** A flag's line in a help text. */
export function flagLine(name: string, { short, value, setting, gives, meaning }: Flag): string {
  const written = `${short === undefined ? "    " : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;
  const standard = SETTINGS.find(({ key }) => key === setting)?.default;
  const fallback = standard === undefined || standard === "" || gives !== undefined ? "" : ` (${standard})`;
  return `  ${written.padEnd(27)} ${meaning}${fallback}`;
}

/** Prints how the program is used. */
export function printHelp(): number {
  console.log(helpText());
  return 0;
}
