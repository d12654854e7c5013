import { type Comparison, FIGURES, type Figure, type Ratio, ratio } from "./comparison.ts";
import type { Task } from "./measure.ts";
import { median } from "./report/figures.ts";
import type { ScenarioName } from "./scenarios.ts";

/** What is shown of a figure: in messages a second, milliseconds, bytes, or microseconds of processor time. */
export type Unit = "rate" | "ms" | "bytes" | "µs";

/** What this server is to reach. */
export interface Goal {
  readonly title: string;
  readonly scenario: ScenarioName;
  readonly settings?: readonly string[];
  readonly unit: Unit;
  readonly figure: Figure;
  /** Bounds of the ratio to the server that sets the marks, */
  readonly ratioFrom?: number;
  readonly ratioTo?: number;
  /** or of the figure itself. */
  readonly to?: number;
}

const MB = 2 ** 20;
const FLUSH_AT_ONCE = ["tcp.flushInterval=0"];
const { throughput, p50, p99, cpu } = FIGURES;
const inMilliseconds =
  (figure: Figure): Figure =>
  (run) =>
    figure(run) / 1000;

/** Every row of the table of `bench --all`. */
export const GOALS: readonly Goal[] = [
  { title: "fan", scenario: "fan", unit: "rate", figure: throughput, ratioFrom: 0.95 },
  { title: "fan-deep", scenario: "fan-deep", unit: "rate", figure: throughput, ratioFrom: 0.95 },
  { title: "1k", scenario: "1k", unit: "rate", figure: throughput, ratioFrom: 0.9 },
  { title: "64k", scenario: "64k", unit: "rate", figure: throughput, ratioFrom: 0.9 },
  { title: "pingpong, p50", scenario: "pingpong", unit: "ms", figure: inMilliseconds(p50), ratioTo: 1.15 },
  { title: "big", scenario: "big", unit: "rate", figure: throughput, ratioFrom: 0.9 },
  {
    title: "room, p50, flushed at once",
    scenario: "room",
    settings: FLUSH_AT_ONCE,
    unit: "ms",
    figure: inMilliseconds(p50),
    ratioTo: 1.15,
  },
  {
    title: "room, p99, flushed at once",
    scenario: "room",
    settings: FLUSH_AT_ONCE,
    unit: "ms",
    figure: inMilliseconds(p99),
    ratioTo: 1.5,
  },
  { title: "rooms, CPU per delivery", scenario: "rooms", unit: "µs", figure: cpu, ratioTo: 0.6 },
  { title: "rooms, p50", scenario: "rooms", unit: "ms", figure: inMilliseconds(p50), to: 3 },
  { title: "udp-fan", scenario: "udp-fan", unit: "rate", figure: throughput, ratioFrom: 0.95 },
  { title: "churn", scenario: "churn", unit: "rate", figure: throughput, ratioFrom: 0.95 },
  {
    title: "idle, memory per client",
    scenario: "idle",
    unit: "bytes",
    figure: ({ server }) => server?.bytesPerClient ?? Number.NaN,
    to: 2.5 * 1024,
  },
  {
    title: "empty server, memory",
    scenario: "idle",
    unit: "bytes",
    figure: ({ server }) => server?.rssEmpty ?? Number.NaN,
    to: 36 * MB,
  },
  {
    title: "start to listening",
    scenario: "idle",
    unit: "ms",
    figure: ({ startedIn }) => startedIn ?? Number.NaN,
    to: 60,
  },
];

/** What became of a goal. */
export interface Score {
  readonly goal: Goal;
  /** The median of this server's figures, and that of the other's. */
  readonly own: number;
  readonly mark: number | undefined;
  readonly ratio: Ratio | undefined;
  /** Undefined where there is nothing to compare with. */
  readonly isReached: boolean | undefined;
}

/** The tasks that the goals need, each once. */
export function tasksOf(goals: readonly Goal[], changes: Task["changes"]): Task[] {
  const tasks = goals.map(({ scenario, settings = [] }): Task => ({ scenario, settings, changes }));
  return tasks.filter((task, i) => tasks.findIndex((other) => isSame(other, task)) === i);
}

/** What became of the goals of one task: the first server's runs are this one's, the second's set the marks. */
export function scores(goals: readonly Goal[], task: Task, { runs }: Comparison): Score[] {
  const [own = [], marks] = runs;
  return goals
    .filter(({ scenario, settings = [] }) => isSame({ scenario, settings }, task))
    .map((goal): Score => {
      const value = median(own.map(goal.figure));
      const found = marks && ratio(own, marks, goal.figure);
      const mark = marks && median(marks.map(goal.figure));
      return { goal, own: value, mark, ratio: found, isReached: isReached(goal, value, found) };
    });
}

function isReached(
  { ratioFrom, ratioTo, to }: Goal,
  own: number,
  found: Ratio | undefined,
): boolean | undefined {
  if (to !== undefined) return Number.isNaN(own) ? undefined : own <= to;
  if (found === undefined) return undefined;
  return found.median >= (ratioFrom ?? 0) && found.median <= (ratioTo ?? Number.POSITIVE_INFINITY);
}

function isSame(a: Pick<Task, "scenario" | "settings">, b: Pick<Task, "scenario" | "settings">): boolean {
  return a.scenario === b.scenario && a.settings.join() === b.settings.join();
}
