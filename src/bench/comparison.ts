import { throughput } from "./load/outcome.ts";
import { measure, type Run, type Task } from "./measure.ts";
import { median } from "./report/figures.ts";
import type { ScenarioName } from "./scenarios.ts";
import type { Subject } from "./subject/subject.ts";

/** What several servers did in one scenario. */
export interface Comparison {
  readonly scenario: ScenarioName;
  /** For each server its runs, in the order of the rounds. */
  readonly runs: readonly (readonly Run[])[];
}

/** Told which run is how far. */
export type TellRun = (run: string, part: number) => void;

/** Measures servers in turn, round by round: what the machine does besides meets them all alike. */
export async function compare(
  subjects: readonly Subject[],
  task: Task,
  rounds: number,
  tell: TellRun,
): Promise<Comparison> {
  const runs: Run[][] = subjects.map(() => []);
  for (let round = 1; round <= rounds; round++)
    for (const [i, subject] of subjects.entries()) {
      const told = (doing: string, part: number) =>
        tell(`${task.scenario}, round ${round}, ${subject.name}: ${doing}`, part);
      runs[i]?.push(await measure(subject, task, told));
    }
  return { scenario: task.scenario, runs };
}

/** A figure of a run; NaN where it has none. */
export type Figure = (run: Run) => number;

/** The figures that servers are compared by. */
export const FIGURES = {
  throughput,
  p50: ({ latency }) => latency.p50,
  p99: ({ latency }) => latency.p99,
  cpu: ({ server }) => server?.cpuPerDelivery ?? Number.NaN,
} as const satisfies Record<string, Figure>;

/** A ratio of two servers in one figure, from pairs of runs that followed each other. */
export interface Ratio {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** How much one server's figure is of the other's, pair by pair; undefined where there is no such figure. */
export function ratio(runs: readonly Run[], others: readonly Run[], figure: Figure): Ratio | undefined {
  const ratios = runs.flatMap((run, i) => {
    const other = others[i];
    const value = other === undefined ? Number.NaN : figure(run) / figure(other);
    return Number.isFinite(value) ? [value] : [];
  });
  if (ratios.length === 0) return undefined;
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}
