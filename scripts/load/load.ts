// What the load scripts have in common: a server and crowds of clients in processes of their own, and a witness.
import { readFileSync } from "node:fs";
import { availableParallelism, setPriority } from "node:os";
import { join } from "node:path";
import { channelMessage, LoadClient } from "./client.ts";
import type { Order, Report } from "./orders.ts";

const ROOT = join(import.meta.dir, "..", "..");

/** No rates, for clients that are to send as much as they can. */
export const NO_RATES = ["messageRate", "byteRate", "requestRate", "listRate"].map(
  (name) => `limits.${name}=0`,
);

const isPinned = Bun.which("taskset") !== null && availableParallelism() > 1;

function onCore(core: number): string[] {
  return isPinned ? ["taskset", "-c", String(core)] : [];
}

/** The server has a core of its own; everything else is on another one. */
export function leaveCoreToServer(): void {
  if (isPinned) Bun.spawnSync(["taskset", "-cp", "1", String(process.pid)], { stdout: "ignore" });
}

/** A server in its own process, with settings such as `ping.interval=0`. */
export class Server implements AsyncDisposable {
  readonly port: number;
  /** What it said when it listened. */
  readonly said: string;
  readonly process: Bun.Subprocess<"ignore", "pipe", "inherit">;

  private constructor(port: number, said: string, process: Bun.Subprocess<"ignore", "pipe", "inherit">) {
    this.port = port;
    this.said = said;
    this.process = process;
  }

  static async start(settings: readonly string[], ...flags: readonly string[]): Promise<Server> {
    const program = [process.execPath, join(ROOT, "src/main.ts"), "--host", "127.0.0.1", "--port", "0"];
    const quiet = ["ping.interval=0", "log.level=error", ...settings].flatMap((each) => ["--set", each]);
    const server = Bun.spawn([...onCore(0), ...program, ...quiet, ...flags], {
      stdin: "ignore",
      stdout: "pipe",
      stderr: "inherit",
    });
    const { value } = await server.stdout.getReader().read(); // it prints when it listens
    const said = Buffer.from(value ?? []).toString();
    const [, port] = /port (\d+)/.exec(said) ?? [];
    if (port === undefined) throw new Error("the server did not start");
    return new Server(Number(port), said, server);
  }

  /** How long it has computed, in milliseconds; 0 where the system does not say. */
  computed(): number {
    const [user = 0, system = 0] = this.#proc("stat").split(") ")[1]?.split(" ").slice(11, 13) ?? [];
    return (Number(user) + Number(system)) * 10;
  }

  /** The memory that is resident, in bytes. */
  resident(): number {
    return Number(/VmRSS:\s+(\d+)/.exec(this.#proc("status"))?.[1]) * 1024;
  }

  /** The most memory that was resident so far, in MiB. */
  peak(): number {
    return Number(/VmHWM:\s+(\d+)/.exec(this.#proc("status"))?.[1]) / 1024;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.process.kill("SIGKILL");
    await this.process.exited;
  }

  #proc(name: string): string {
    try {
      return readFileSync(`/proc/${this.process.pid}/${name}`, "utf8");
    } catch {
      return "";
    }
  }
}

/** Clients in a process of their own, which gives way to the witness. */
export class Crowd implements AsyncDisposable {
  readonly #process: Bun.Subprocess;
  #answer = Promise.withResolvers<Report>();

  constructor() {
    this.#process = Bun.spawn([...onCore(1), process.execPath, join(import.meta.dir, "crowd.ts")], {
      stdin: "ignore",
      stdout: "inherit",
      stderr: "inherit",
      ipc: (report) => {
        if ("failed" in report) this.#answer.reject(new Error(report.failed));
        else this.#answer.resolve(report);
      },
    });
    setPriority(this.#process.pid, 10);
  }

  /** A crowd that has entered. */
  static async enter(port: number, count: number, names: string, channel?: string): Promise<Crowd> {
    const crowd = new Crowd();
    await crowd.does({ order: "enter", port, count, names, channel });
    return crowd;
  }

  /** Has an order carried out. */
  does(order: Order): Promise<Report> {
    this.#answer = Promise.withResolvers();
    this.#process.send(order);
    return this.#answer.promise;
  }

  /** Comes back when the server has done all that it was asked, and all of that has come. */
  async quiet(server: Server): Promise<Report> {
    let before = { received: -1, computed: 0 };
    for (let same = 0; ; ) {
      await Bun.sleep(100);
      const report = await this.does({ order: "report" });
      const now = { received: report.received, computed: server.computed() };
      same = now.received === before.received && now.computed - before.computed < 20 ? same + 1 : 0;
      if (same === 5) return report;
      before = now;
    }
  }

  /** All its connections break at once. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#process.exited;
  }
}

/** How long a process was ready and had no core so far, in milliseconds; 0 where the system does not say. */
function hasWaited(process: number | "self"): number {
  try {
    return Number(readFileSync(`/proc/${process}/schedstat`, "utf8").split(" ")[1]) / 1e6;
  } catch {
    return 0;
  }
}

/**
 * Two clients in a channel of their own, one of whom sends every 5 ms: how long its messages take to the other, less
 * the time in which the system gave the cores to somebody else altogether.
 */
export class Witness implements Disposable {
  readonly #server: number;
  readonly #latencies: number[] = [];
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #clients: readonly LoadClient[];

  private constructor(server: Server, from: LoadClient, to: LoadClient) {
    this.#server = server.process.pid;
    this.#clients = [from, to];
    to.hear = (message) => {
      if (message.type !== "BinaryChannelMessage") return;
      const sent = new DataView(message.data.buffer, message.data.byteOffset).getFloat64(0, true);
      this.#latencies.push(Math.max(0, this.#clock() - sent));
    };
    this.#timer = setInterval(() => {
      const data = new Uint8Array(8);
      new DataView(data.buffer).setFloat64(0, this.#clock(), true);
      from.sends(channelMessage(from.channel, data));
    }, 5);
  }

  static async enter(server: Server): Promise<Witness> {
    const [from, to] = [new LoadClient("Witness", "Witnesses"), new LoadClient("Second", "Witnesses")];
    to.hear = () => {};
    await from.enter(server.port);
    await to.enter(server.port);
    return new Witness(server, from, to);
  }

  /** The latencies since it was last asked, in milliseconds, lowest first. */
  latencies(): number[] {
    return this.#latencies.splice(0).sort((a, b) => a - b);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    for (const client of this.#clients) client.hangsUp();
  }

  /** Milliseconds in which the server and this process could have gone on. */
  #clock(): number {
    return performance.now() - hasWaited(this.#server) - hasWaited("self");
  }
}

/** The value that so large a part of the sorted ones do not exceed. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantileOf(values, 0.5);
}

export function upperQuartile(values: readonly number[]): number {
  return quantileOf(values, 0.75);
}

function quantileOf(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return quantile(sorted, part);
}
