import { basename } from "node:path";
import { benchHelp } from "./bench-help.ts";
import { type BenchLine, readBenchLine } from "./bench-line.ts";
import { type Comparison, compare } from "./comparison.ts";
import { GOALS, type Score, scores, tasksOf } from "./goals.ts";
import { measure, type Task } from "./measure.ts";
import { comparisonLines } from "./report/comparison-lines.ts";
import { type NamedRun, outcomeLines } from "./report/outcome-lines.ts";
import { ProgressLine } from "./report/progress-line.ts";
import { scoreLines } from "./report/score-lines.ts";
import { ServerAtAddress } from "./subject/at-address.ts";
import { PORT, ServerByCommand } from "./subject/by-command.ts";
import { leaveServerCore } from "./subject/cores.ts";
import type { Subject } from "./subject/subject.ts";
import { thisServer } from "./subject/this-server.ts";

/** Exit statuses: everything is as it should be; something is not. */
const DONE = 0;
const FAILED = 3;

/** With `--all` each run is shorter: there are many. */
const SHORT = { duration: 3 };

/** What is found, as text or as an object. */
interface Report {
  readonly isFine: boolean;
  readonly lines: readonly string[];
  readonly data: unknown;
}

/**
 * `bench`: puts loads on servers and prints what they bore; gives the exit status. `own` is the server that is measured
 * where none is named. Throws a `UserError` where a server cannot be reached or started.
 */
export async function bench(args: readonly string[], own: Subject = thisServer()): Promise<number> {
  const line = readBenchLine(args);
  if (line.does === "help") {
    console.log(benchHelp());
    return DONE;
  }
  leaveServerCore();
  const progress = new ProgressLine();
  const report = await doing[line.does](line, own, progress);
  progress.clear();
  console.log(line.json ? JSON.stringify(report.data, null, 1) : report.lines.join("\n"));
  return report.isFine ? DONE : FAILED;
}

type Doing = (line: BenchLine, own: Subject, progress: ProgressLine) => Promise<Report>;

const doing: Record<Exclude<BenchLine["does"], "help">, Doing> = {
  measure: async (line, own, progress) => {
    const [server] = line.servers;
    const subject = server === undefined ? own : subjectOf(server, own, line.pid);
    const runs: NamedRun[] = [];
    for (const scenario of line.scenarios) {
      const tell = (what: string, part: number) => progress.tell(`${scenario}: ${what}`, part);
      const run = await measure(subject, { scenario, changes: line.changes, settings: [] }, tell);
      runs.push({ name: scenario, run });
    }
    return { isFine: runs.every(({ run }) => run.ok), lines: outcomeLines(runs), data: runs };
  },

  compare: async (line, own, progress) => {
    const subjects = line.servers.map((server) => subjectOf(server, own));
    const tasks = line.scenarios.map((scenario): Task => ({ scenario, changes: line.changes, settings: [] }));
    const names = subjects.map(({ name }) => name);
    const found = await compareAll(subjects, tasks, line.rounds, progress);
    const lines = found.flatMap((comparison) => [...comparisonLines(comparison, names), ""]);
    return { isFine: areFine(found), lines, data: { servers: names, scenarios: found } };
  },

  all: async (line, own, progress) => {
    const marks = line.against === undefined ? [] : [subjectOf(line.against, own)];
    const tasks = tasksOf(GOALS, { ...SHORT, ...line.changes });
    const found = await compareAll([own, ...marks], tasks, line.rounds, progress);
    const all = tasks.flatMap((task, i) => scores(GOALS, task, found[i] as Comparison));
    const isFine = areFine(found) && all.every(({ isReached }) => isReached === true);
    return { isFine, lines: scoreLines(all, marks[0]?.name), data: all.map(plain) };
  },
};

async function compareAll(
  subjects: readonly Subject[],
  tasks: readonly Task[],
  rounds: number,
  progress: ProgressLine,
): Promise<Comparison[]> {
  const found: Comparison[] = [];
  const tell = (run: string, part: number) => progress.tell(run, part);
  for (const task of tasks) found.push(await compare(subjects, task, rounds, tell));
  return found;
}

function areFine(found: readonly Comparison[]): boolean {
  return found.every(({ runs }) => runs.flat().every(({ ok }) => ok));
}

/** A score without its functions. */
function plain({ goal: { figure: _, ...goal }, ...score }: Score): object {
  return { ...goal, ...score };
}

/** A server by its address, by a command with a place for its port, or the one that is measured anyway. */
function subjectOf(text: string, own: Subject, pid?: number): Subject {
  if (text === "this") return own;
  return text.includes(PORT) ? commanded(text) : new ServerAtAddress(text, pid);
}

/** Named after the program that the command starts. */
function commanded(text: string): Subject {
  const words = text.match(/"[^"]*"|\S+/g)?.map((word) => word.replace(/^"(.*)"$/, "$1")) ?? [];
  return new ServerByCommand(basename(words[0] ?? ""), words);
}
