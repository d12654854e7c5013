import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { HOST } from "./addresses.ts";

const ROOT = join(import.meta.dir, "..", "..");

/** How long it may take to start, and to stop: milliseconds. */
const PATIENCE = 30_000;

/** Kernel ticks a second, in which /proc counts what a process computes. */
const TICKS = 100;

/** Lines that say that the server has a defect. */
const DEFECT = /internal error|uncaught|hook \w+ failed/;

/** The server in a process of its own, as a user starts it. */
export class ServerProcess {
  readonly port: number;
  /** How many lines it has logged. */
  lines = 0;
  /** The first line that speaks of a defect, or says that it ended. */
  complaint: string | undefined;
  readonly #process: Bun.Subprocess<"ignore", "pipe", "pipe">;
  #isStopping = false;

  private constructor(process: Bun.Subprocess<"ignore", "pipe", "pipe">, port: number) {
    this.#process = process;
    this.port = port;
    this.#listen();
    process.exited.then((status) => {
      if (!this.#isStopping) this.complaint ??= `the server ended with status ${status}`;
    });
  }

  /** Starts it on a free port of the loopback interface, with these flags. */
  static async start(flags: readonly string[]): Promise<ServerProcess> {
    const preload = ["--preload", join(import.meta.dir, "orphan.ts")];
    const command = [
      process.execPath,
      "--no-env-file",
      "--no-install",
      ...preload,
      join(ROOT, "src", "main.ts"),
    ];
    const server = Bun.spawn([...command, "--host", HOST, "--port", "0", ...flags], {
      cwd: ROOT,
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
    process.on("exit", () => server.kill("SIGKILL"));
    const late = setTimeout(() => server.kill("SIGKILL"), PATIENCE);
    const reader = server.stdout.getReader();
    let said = "";
    while (!said.includes("Stop it with")) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`the server does not start: ${said}${await server.stderr.text()}`);
      said += Buffer.from(value);
    }
    clearTimeout(late);
    return new ServerProcess(server, Number(/listens on port (\d+)/.exec(said)?.[1]));
  }

  /** Its resident memory in bytes; undefined where there is no /proc. */
  get rss(): number | undefined {
    const pages = this.#proc("status", /VmRSS:\s+(\d+) kB/);
    return pages === undefined ? undefined : Number(pages) * 1024;
  }

  /** How long it has computed, in seconds; undefined where there is no /proc. */
  get computed(): number | undefined {
    const text = this.#proc("stat", /^\d+ \(.*\) (.*)$/m);
    const fields = text?.split(" ");
    return fields === undefined ? undefined : (Number(fields[11]) + Number(fields[12])) / TICKS;
  }

  /** Stops it as a user does. Returns how it ended: status 0, if well. */
  async stop(): Promise<number> {
    this.#isStopping = true;
    this.#process.kill("SIGTERM");
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), PATIENCE);
    const status = await this.#process.exited;
    clearTimeout(timer);
    return status;
  }

  #proc(file: string, pattern: RegExp): string | undefined {
    const path = `/proc/${this.#process.pid}/${file}`;
    return existsSync(path) ? pattern.exec(readFileSync(path, "utf8"))?.[1] : undefined;
  }

  async #listen(): Promise<void> {
    let rest = "";
    for await (const chunk of this.#process.stderr) {
      const lines = (rest + Buffer.from(chunk)).split("\n");
      rest = lines.pop() ?? "";
      this.lines += lines.length;
      const defect = lines.find((line) => DEFECT.test(line));
      if (defect !== undefined) this.complaint ??= `the server logged: ${defect}`;
    }
  }
}
