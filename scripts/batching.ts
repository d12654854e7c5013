// What batching buys: the server as it is against the same server with a `socket.write` per message and recipient.
// Runs the C load generator of ../shared/bench against the two in turn and prints the median of the ratios.
//   bun scripts/batching.ts [ROUNDS]
import { loadGenerator, quantile, type Run, start } from "./loadgen.ts";

const ROUNDS = Number(process.argv[2] ?? 5);

const SCENARIOS = {
  fan: "--window 8",
  "fan-deep": "--window 64",
} as const;

const put = loadGenerator();

async function measure(window: string, preload: readonly string[]): Promise<Run> {
  await using server = await start([...preload, "src/main.ts"]);
  return put(server, `--clients 100 --channels 1 --senders 4 --duration 3 --warmup 2 ${window}`);
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

for (const [name, window] of Object.entries(SCENARIOS)) {
  const batched: Run[] = [];
  const direct: Run[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    batched.push(await measure(window, []));
    direct.push(await measure(window, ["--preload", "./scripts/direct-writes.ts"]));
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
