import { existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type Comparison, compare, FIGURES, type Figure, ratio } from "../../src/bench/comparison.ts";
import type { Plan } from "../../src/bench/load/plan.ts";
import { ratioText } from "../../src/bench/report/comparison-lines.ts";
import type { ScenarioName } from "../../src/bench/scenarios.ts";
import { leaveServerCore } from "../../src/bench/subject/cores.ts";
import type { Subject } from "../../src/bench/subject/subject.ts";
import { UserError } from "../../src/config/user-error.ts";
import { asidePath, BuiltServer, ROOT, relayInC, run } from "./checkout.ts";

/** What a change must not make clearly worse: bounds of ratios, with room for what else a machine does. */
interface Guard {
  readonly scenario: ScenarioName;
  readonly what: string;
  readonly figure: Figure;
  /** Bounds against the relay in C, */
  readonly relay: Bounds;
  /** and against the commit before. */
  readonly before: Bounds;
}

interface Bounds {
  readonly from?: number;
  readonly to?: number;
}

const GUARDS: readonly Guard[] = [
  {
    scenario: "fan",
    what: "deliveries/s",
    figure: FIGURES.throughput,
    relay: { from: 0.4 },
    before: { from: 0.75 },
  },
  { scenario: "pingpong", what: "p50", figure: FIGURES.p50, relay: { to: 2.5 }, before: { to: 1.5 } },
  {
    scenario: "rooms",
    what: "CPU per delivery",
    figure: FIGURES.cpu,
    relay: { to: 2.2 },
    before: { to: 1.4 },
  },
  {
    scenario: "udp-fan",
    what: "deliveries/s",
    figure: FIGURES.throughput,
    relay: { from: 0.3 },
    before: { from: 0.75 },
  },
];

/** Short: all of it takes less than a minute where nothing is wrong. */
const SHORT: Partial<Plan> = { warmup: 1.2, duration: 0.8 };
const ROUNDS = 2;
/** What was missed is measured again so often before it counts. */
const ROUNDS_AGAIN = 5;

/** Whom the server is compared with, and which of the bounds hold then. */
interface Reference {
  readonly subject: Subject;
  readonly bounds: "relay" | "before";
}

/** Compares a server with the relay in C, or else with the commit before; gives 1 where it is clearly slower. */
export async function check(own: Subject): Promise<number> {
  const reference = findReference();
  if (reference === undefined) return 0;
  leaveServerCore();
  let missed = 0;
  for (const guard of GUARDS) {
    let found = await measured(own, reference, guard, ROUNDS);
    if (!found.holds) found = await measured(own, reference, guard, ROUNDS_AGAIN);
    if (!found.holds) missed++;
    const verdict = found.holds ? "fine" : "CLEARLY SLOWER";
    console.log(`${guard.scenario}, ${guard.what}: ${found.text} of ${reference.subject.name}: ${verdict}`);
  }
  return missed === 0 ? 0 : 1;
}

async function measured(own: Subject, { subject, bounds }: Reference, guard: Guard, rounds: number) {
  const task = { scenario: guard.scenario, changes: SHORT, settings: [] };
  const found = await compare([own, subject], task, rounds, () => {});
  checkDeliveries(found, [own, subject]);
  const [runs = [], marks = []] = found.runs;
  const value = ratio(runs, marks, guard.figure);
  const { from = 0, to = Number.POSITIVE_INFINITY } = guard[bounds];
  // Where the system does not tell the figure, nothing can be said.
  const holds = value === undefined || (value.median >= from && value.median <= to);
  return { holds, text: value === undefined ? "unknown" : ratioText(value) };
}

function checkDeliveries({ scenario, runs }: Comparison, subjects: readonly Subject[]): void {
  for (const [i, each] of runs.entries())
    for (const { ok, remarks } of each)
      if (!ok) throw new UserError(`${scenario} on ${subjects[i]?.name}: ${remarks.join("; ")}`);
}

function findReference(): Reference | undefined {
  const relay = relayInC();
  if (typeof relay !== "string") return { subject: relay, bounds: "relay" };
  const before = commitBefore();
  if (before !== undefined) return { subject: before, bounds: "before" };
  console.log(`nothing to compare with: ${relay}, and there is no commit before this one`);
  return undefined;
}

/** The commit before this one, with what is installed here; undefined where there is none. */
function commitBefore(): Subject | undefined {
  const folder = asidePath("before");
  try {
    run(["git", "clone", "--quiet", "--no-checkout", "--shared", ROOT, folder]);
    run(["git", "checkout", "--quiet", "HEAD~1"], folder);
  } catch {
    return undefined;
  }
  if (!existsSync(join(folder, "node_modules")))
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return new BuiltServer("the commit before", folder);
}
