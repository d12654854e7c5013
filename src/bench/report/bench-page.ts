import { cpus, release, type } from "node:os";
import type { Comparison } from "../comparison.ts";
import type { Plan } from "../load/plan.ts";
import { SCENARIOS } from "../scenarios.ts";
import type { Section } from "./page.ts";

/** The parts of a page: what servers of these names did in each scenario, with what was different from it. */
export function sectionsOf(
  found: readonly Comparison[],
  changes: Partial<Plan>,
  names: readonly string[],
): Section[] {
  return found.map(({ scenario, runs }): Section => {
    const { meaning, plan } = SCENARIOS[scenario];
    const servers = runs.map((each, i) => ({ name: names[i] ?? "", runs: each }));
    return { title: scenario, meaning, servers, warmup: changes.warmup ?? plan.warmup };
  });
}

/** What it was measured on, and when. */
export function machine(): string {
  const [processor] = cpus();
  const time = new Date().toISOString().slice(0, 16).replace("T", " ");
  return `${cpus().length} x ${processor?.model.trim()}, ${type()} ${release()}, Bun ${Bun.version}, ${time} UTC`;
}
