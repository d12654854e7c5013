import { tmpdir } from "node:os";
import { UserError } from "../../config/user-error.ts";
import { workingDirectory } from "../../config/working-directory.ts";
import { onServerCore } from "./cores.ts";
import type { Running, Subject } from "./subject.ts";

const HOST = "127.0.0.1";

/** What stands for the port in a command. */
export const PORT = "{port}";

/** How long a server may take until it listens, in milliseconds, and how often it is tried. */
const PATIENCE = 20_000;
const TRY = 1;

/** A server that has begun to listen gets so long to come to rest, in milliseconds. */
const REST = 300;

/** A server that is started by a command for each run, on a core of its own, and killed after it. */
export class ServerByCommand implements Subject {
  readonly name: string;
  readonly #command: readonly string[];
  readonly #isOurs: boolean;

  /** `command` has {@link PORT} where its port goes; `isOurs` says that it starts this program, which takes settings. */
  constructor(name: string, command: readonly string[], isOurs = false) {
    if (!command.some((word) => word.includes(PORT)))
      throw new UserError(`"${command.join(" ")}": the command of a server needs ${PORT} in it`);
    this.name = name;
    this.#command = command;
    this.#isOurs = isOurs;
  }

  async run(settings: readonly string[]): Promise<Running> {
    const port = await freePort();
    const flags = this.#isOurs ? settings.flatMap((setting) => ["--set", setting]) : [];
    const words = [...this.#command, ...flags].map((word) => word.replaceAll(PORT, `${port}`));
    const begun = performance.now();
    const server = spawn(words, this.#isOurs);
    try {
      await listening(server, port, this.name);
      const startedIn = performance.now() - begun;
      await Bun.sleep(REST);
      return {
        address: HOST,
        port,
        pid: server.pid,
        startedIn,
        async [Symbol.asyncDispose]() {
          server.kill("SIGKILL");
          await server.exited;
        },
      };
    } catch (error) {
      server.kill("SIGKILL");
      throw error;
    }
  }
}

type Process = Bun.Subprocess<"ignore", "ignore", "pipe">;

/** Servers that run. They end with this program, however it is told to end. */
const running = new Set<Bun.Subprocess>();

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => {
    for (const server of running) server.kill("SIGKILL");
    process.kill(process.pid, signal); // which nobody hears any more
  });

/** For a server of ours neither the settings of whoever measures nor those that lie in this folder are to count. */
function spawn(words: readonly string[], isOurs: boolean): Process {
  const env = Object.entries(process.env).filter(([name]) => !name.startsWith("GREENWING_"));
  const [program = "", ...rest] = words;
  const found = Bun.which(program, { cwd: workingDirectory() });
  if (found === null) throw new UserError(`there is no program "${program}"`);
  const server: Process = Bun.spawn(onServerCore([found, ...rest]), {
    cwd: isOurs ? tmpdir() : workingDirectory(),
    env: Object.fromEntries(env),
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
    onExit: (ended): void => void running.delete(ended),
  });
  running.add(server);
  return server;
}

/** A port that is free for TCP and UDP. */
async function freePort(): Promise<number> {
  const listener = Bun.listen({ hostname: HOST, port: 0, socket: { data() {} } });
  try {
    const { port } = listener;
    const socket = await Bun.udpSocket({ hostname: HOST, port });
    socket.close();
    return port;
  } catch {
    return await freePort(); // another program has it for UDP
  } finally {
    listener.stop(true);
  }
}

/** Resolves when the server takes connections. */
async function listening(server: Process, port: number, name: string): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE;
  while (performance.now() < giveUpAt) {
    if (await takes(port)) return;
    if (server.exitCode !== null) {
      const said = (await server.stderr.text()).trim();
      throw new UserError(`${name} does not start${said && `: ${said}`}`);
    }
    await Bun.sleep(TRY);
  }
  throw new UserError(`${name} does not listen on port ${port} after ${PATIENCE / 1000} s`);
}

async function takes(port: number): Promise<boolean> {
  try {
    const socket = await Bun.connect({ hostname: HOST, port, socket: { data() {}, error() {} } });
    socket.terminate();
    return true;
  } catch {
    return false;
  }
}
