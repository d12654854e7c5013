// For the scripts beside it: servers on one core, and what puts a load on them on another.
import { existsSync, mkdtempSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { RATES_OFF } from "./tool/rates.ts";

export const ROOT = join(import.meta.dir, "..");

const GENERATOR = join(ROOT, "../shared/bench/loadgen.c");
let lastPort = 26_120;

/** A load is more than one client may be in earnest. */
const UNLIMITED = Object.keys(RATES_OFF).flatMap((name) => ["--set", `limits.${name}=0`]);

/** What a load found. */
export interface Run {
  readonly deliveries_s: number;
  /** The server's processor time for a delivery, in microseconds. */
  readonly cpu_us_per_op: number;
  /** Every delivery came, once and in order. */
  readonly ok: boolean;
}

/** A running server. */
export interface Target extends AsyncDisposable {
  readonly pid: number;
  readonly port: number;
}

/** Starts a server: `bun` with these arguments. */
export async function start(args: readonly string[]): Promise<Target> {
  const port = ++lastPort;
  const listen = [
    "--host",
    "127.0.0.1",
    "--port",
    `${port}`,
    "--set",
    "websocket.port=0",
    "--log-level",
    "warn",
  ];
  const command = [...onCore(0), process.execPath, ...args, ...listen, ...UNLIMITED];
  const server = Bun.spawn(command, { cwd: ROOT, stdout: "pipe", stderr: "inherit" });
  const { done } = await server.stdout.getReader().read(); // it prints when it listens
  if (done) throw new Error(`it does not start: ${args.join(" ")}`);
  return {
    pid: server.pid,
    port,
    async [Symbol.asyncDispose]() {
      server.kill();
      await server.exited;
    },
  };
}

/** Runs a program that puts a load on servers; gives what it printed. */
export function load<Found>(command: readonly string[]): Found {
  const { stdout } = Bun.spawnSync([...onCore(1), ...command], { cwd: ROOT, stderr: "inherit" });
  return JSON.parse(stdout.toString());
}

/** Gives what has the load generator in C put a load on a server; ends the program with a word where it is not here. */
export function loadGenerator(): (target: Target, options: string) => Run {
  if (!existsSync(GENERATOR)) {
    console.log("skipped: ../shared/bench is not here");
    process.exit();
  }
  const program = join(mkdtempSync(join(tmpdir(), "greenwing-")), "loadgen");
  const compiled = Bun.spawnSync(["gcc", "-O2", "-o", program, GENERATOR]);
  if (!compiled.success) throw new Error(`gcc: ${compiled.stderr}`);
  return ({ port, pid }, options) =>
    load([program, "--port", `${port}`, "--server-pid", `${pid}`, "--json", ...options.split(" ")]);
}

function onCore(core: number): string[] {
  return Bun.which("taskset") !== null && availableParallelism() > 1 ? ["taskset", "-c", `${core}`] : [];
}

/** The value that this part of the values lies below: 0.5 for their median. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN;
}

export function shuffled<Value>(values: readonly Value[]): Value[] {
  const drawn = values.map((value) => ({ value, lot: Math.random() }));
  return drawn.sort((a, b) => a.lot - b.lot).map(({ value }) => value);
}
