// Fuzzes the server: whole conversations of several clients, begun well and spoilt on the way, over real sockets and
// over sessions without sockets, while two witnesses talk to each other and must not notice anything.
//   bun run fuzz --seed 7 --frames 1000000 --datagrams 250000
import { fuzz, type Outcome, type Plan, STAGES, type StageName, tell } from "./fuzz/run.ts";
import type { Tally } from "./fuzz/stand.ts";
import { newSeed, readFlags } from "./tool/flags.ts";
import { Progress } from "./tool/progress.ts";
import { count, table } from "./tool/table.ts";

const flags = readFlags("bun run fuzz: spoilt frames and datagrams by the million", {
  seed: { default: newSeed(), standard: "a new one", meaning: "brings the same cases again" },
  frames: { default: 1_000_000, meaning: "spoilt frames, in all" },
  datagrams: { default: 250_000, meaning: "datagrams, in all" },
  stage: { default: "both", oneOf: [...STAGES, "both"], meaning: "socketless, sockets, or both" },
  case: { default: 0, meaning: "the number of the first case" },
});

/** Over sockets a frame takes four times as long: of both stages they get a quarter. */
const SHARES = { socketless: 0.75, sockets: 0.25 };

const COLUMNS = [
  "frames",
  "spoilt",
  "datagrams",
  "connections",
  "breaches",
  "read by hooks",
  "talks",
  "blasts lost",
];

const stages: readonly StageName[] = STAGES.filter((name) => flags.stage === name || flags.stage === "both");
console.log(`seed ${flags.seed}`);

const progress = new Progress();
const rows: (string | number)[][] = [["stage", "cases", ...COLUMNS, "frames/s"]];
let failures = 0;
for (const stage of stages) {
  const share = stages.length === 1 ? 1 : SHARES[stage];
  const plan: Plan = {
    seed: flags.seed,
    first: flags.case,
    frames: flags.frames * share,
    datagrams: flags.datagrams * share,
    told: (tally) => progress.tell(() => lineOf(stage, tally)),
  };
  const started = performance.now();
  const outcome = await fuzz(stage, plan);
  progress.end();
  rows.push(rowOf(stage, outcome, (performance.now() - started) / 1000));
  if (outcome.failure === undefined) continue;
  failures++;
  console.log(`FAILED: ${tell(stage, flags.seed, outcome.failure)}`);
}
console.log(table(rows));
console.log(failures === 0 ? "The witnesses noticed nothing." : `FAILED, seed ${flags.seed}`);
process.exit(failures === 0 ? 0 : 1);

function lineOf(stage: StageName, { mutated, datagrams }: Tally): string {
  return `${stage}: ${count(mutated)} spoilt frames, ${count(datagrams)} datagrams`;
}

function rowOf(stage: StageName, { tally, cases }: Outcome, seconds: number): (string | number)[] {
  const { frames, mutated, datagrams, connections, breaches, read, talks, lostBlasts } = tally;
  const counts = [frames, mutated, datagrams, connections, breaches, read, talks, lostBlasts];
  return [stage, cases, ...counts, frames / seconds];
}
