// What batching buys: the server as it is against the same server with a `socket.write` per message and recipient.
// Runs the C load generator of ../shared/bench against the two in turn and prints the median of the ratios.
//   bun scripts/batching.ts [ROUNDS]
import { existsSync, mkdtempSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dir, "..");
const SOURCE = join(ROOT, "../shared/bench/loadgen.c");
const ROUNDS = Number(process.argv[2] ?? 5);
const PORT = 26_121;

const SCENARIOS = {
  fan: ["--window", "8"],
  "fan-deep": ["--window", "64"],
} as const;

interface Run {
  readonly deliveries_s: number;
  readonly ok: boolean;
}

function onCore(core: number): string[] {
  return Bun.which("taskset") !== null && availableParallelism() > 1 ? ["taskset", "-c", String(core)] : [];
}

function compileLoadGenerator(): string {
  const program = join(mkdtempSync(join(tmpdir(), "greenwing-")), "loadgen");
  const compiled = Bun.spawnSync(["gcc", "-O2", "-o", program, SOURCE]);
  if (!compiled.success) throw new Error(`gcc: ${compiled.stderr}`);
  return program;
}

async function measure(loadgen: string, window: readonly string[], preload: readonly string[]): Promise<Run> {
  const command = [
    ...onCore(0),
    process.execPath,
    ...preload,
    "src/main.ts",
    "--host",
    "127.0.0.1",
    "--port",
    `${PORT}`,
  ];
  const server = Bun.spawn(command, { cwd: ROOT, stdout: "pipe", stderr: "inherit" });
  try {
    await server.stdout.getReader().read(); // it prints when it listens
    const load = [
      "--port",
      `${PORT}`,
      "--clients",
      "100",
      "--channels",
      "1",
      "--senders",
      "4",
      "--duration",
      "3",
      ...window,
    ];
    const run = Bun.spawnSync([...onCore(1), loadgen, ...load, "--warmup", "2", "--json"]);
    return JSON.parse(run.stdout.toString());
  } finally {
    server.kill();
    await server.exited;
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

if (!existsSync(SOURCE)) {
  console.log("skipped: ../shared/bench is not here");
  process.exit();
}
const loadgen = compileLoadGenerator();
for (const [name, window] of Object.entries(SCENARIOS)) {
  const batched: Run[] = [];
  const direct: Run[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    batched.push(await measure(loadgen, window, []));
    direct.push(await measure(loadgen, window, ["--preload", "./scripts/direct-writes.ts"]));
  }
  const ratios = batched.map((run, i) => run.deliveries_s / (direct[i]?.deliveries_s ?? Number.NaN));
  const million = (runs: readonly Run[]) => (median(runs.map((run) => run.deliveries_s)) / 1e6).toFixed(2);
  const spread = `${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)}`;
  const verified = [...batched, ...direct].every((run) => run.ok)
    ? "every delivery verified"
    : "DELIVERIES LOST";
  console.log(
    `${name}: ${million(batched)} M/s batched, ${million(direct)} M/s by a write each: ` +
      `${median(ratios).toFixed(1)} times (${spread}), ${verified}`,
  );
}
