// What hooks cost: the server with several hooks, and with none, against a build of it that knows no hooks. A load is
// put on all of them in turn, in another order each round; printed are the medians of the ratios, and between what half
// of the rounds lay. How far the same build is from itself tells how much of that is the machine's.
//   bun scripts/hook-cost.ts [ROUNDS [SCENARIO...]]
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load, loadGenerator, quantile, ROOT, type Run, shuffled, start, type Target } from "./loadgen.ts";
import { withoutHooks } from "./without-hooks.ts";

const [rounds = "40", ...chosen] = process.argv.slice(2);

/** So many rounds with the same servers: how one came to lie in memory and was compiled is its luck. */
const ROUNDS_PER_START = 5;

const FOLDER = mkdtempSync(join(tmpdir(), "greenwing-"));
const BARE = "without hook support";

/** Puts a load on each of the servers. */
type Round = (targets: readonly Target[]) => Run[];

type Quantity = "deliveries_s" | "cpu_us_per_op";

function generated(options: string): Round {
  return (targets) => {
    const runs = new Map<Target, Run>();
    for (const target of shuffled(targets))
      runs.set(target, generate(target, `${options} --duration 1 --warmup 0.2`));
    return targets.map((target) => runs.get(target) as Run);
  };
}

function bursts(to: "channel" | "peer"): Round {
  return (targets) => {
    const servers = targets.map(({ port, pid }) => `${port}:${pid}`);
    return load([process.execPath, "scripts/hook-bursts.ts", to, ...servers]);
  };
}

/** Hooks cost something for each message that comes in: least where it goes to many, most where many come at once. */
const SCENARIOS: Record<string, Round> = {
  fan: generated("--clients 100 --channels 1 --senders 4 --window 8"),
  "fan-deep": generated("--clients 100 --channels 1 --senders 4 --window 64"),
  pairs: generated("--clients 100 --channels 50 --senders 100 --window 64"),
  bursts: bursts("channel"),
  "peer-bursts": bursts("peer"),
};

async function bundle(name: string, plugins: Bun.BunPlugin[]): Promise<string> {
  const outdir = join(FOLDER, name);
  await Bun.build({ entrypoints: [join(ROOT, "src/main.ts")], target: "bun", outdir, plugins });
  return join(outdir, "main.js");
}

/** Writes the hooks as a file; gives the flag with which a server takes it. */
async function hooksFlag(name: string, hooks: string): Promise<string[]> {
  const file = join(FOLDER, `${name}.ts`);
  await Bun.write(file, `export default { ${hooks} };\n`);
  return ["--hooks", file];
}

/** With what arguments `bun` starts each server. */
async function servers(): Promise<Record<string, readonly string[]>> {
  const bare = await bundle("bare", [withoutHooks()]);
  const server = await bundle("server", []);
  const told = "channelMessageReceived() {}, privateMessageReceived() {}";
  const asked = "acceptChannelMessage: () => true, acceptPrivateMessage: () => true";
  return {
    [BARE]: [bare],
    "the same build again": [bare],
    "no hooks": [server],
    "empty ...MessageReceived": [server, ...(await hooksFlag("told", told))],
    "accept...Message: () => true": [server, ...(await hooksFlag("asked", asked))],
  };
}

/** Each round has a run of each server. */
async function measure(round: Round): Promise<Record<string, Run>[]> {
  const results: Record<string, Run>[] = [];
  while (results.length < Number(rounds)) {
    await using stack = new AsyncDisposableStack();
    const targets: Target[] = [];
    for (const command of Object.values(all)) targets.push(stack.use(await start(command)));
    round(targets); // warms them up
    for (let i = 0; i < ROUNDS_PER_START; i++) {
      const runs = round(targets);
      results.push(Object.fromEntries(Object.keys(all).map((name, i) => [name, runs[i] as Run])));
    }
  }
  return results;
}

function values(results: readonly Record<string, Run>[], name: string, quantity: Quantity): number[] {
  return results.map((round) => round[name]?.[quantity] ?? Number.NaN);
}

function ratio(results: readonly Record<string, Run>[], name: string, quantity: Quantity): string {
  const bare = values(results, BARE, quantity);
  const ratios = values(results, name, quantity).map((value, i) => value / (bare[i] ?? Number.NaN));
  const [low, median, high] = [0.25, 0.5, 0.75].map((part) => quantile(ratios, part).toFixed(3));
  return `${median} (${low} to ${high})`;
}

function report(scenario: string, results: readonly Record<string, Run>[]): void {
  const verified = results.every((round) => Object.values(round).every(({ ok }) => ok));
  const million = quantile(values(results, BARE, "deliveries_s"), 0.5) / 1e6;
  const cpu = quantile(values(results, BARE, "cpu_us_per_op"), 0.5);
  console.log(
    `${scenario}, ${results.length} rounds, ${verified ? "every delivery verified" : "DELIVERIES LOST"}: ` +
      `${million.toFixed(2)} M deliveries/s and ${cpu.toFixed(2)} us of processor time each ${BARE}`,
  );
  for (const name of Object.keys(all).filter((name) => name !== BARE)) {
    const deliveries = ratio(results, name, "deliveries_s");
    const time = ratio(results, name, "cpu_us_per_op");
    console.log(`  ${name.padEnd(28)} ${deliveries} times the deliveries, ${time} times the time each`);
  }
}

const generate = loadGenerator();
const all = await servers();
for (const [scenario, round] of Object.entries(SCENARIOS))
  if (chosen.length === 0 || chosen.includes(scenario)) report(scenario, await measure(round));
