import { basename } from "node:path";
import { benchHelp } from "./bench-help.ts";
import { type BenchLine, readBenchLine } from "./bench-line.ts";
import { type Comparison, compare } from "./comparison.ts";
import { GOALS, type Score, scores, tasksOf } from "./goals.ts";
import { measure, type Task } from "./measure.ts";
import { machine, sectionsOf } from "./report/bench-page.ts";
import { comparisonLines } from "./report/comparison-lines.ts";
import { type NamedRun, outcomeLines } from "./report/outcome-lines.ts";
import { html, type Page, type Section } from "./report/page.ts";
import { ProgressLine } from "./report/progress-line.ts";
import { scoreLines, scoreRows } from "./report/score-lines.ts";
import type { ScenarioName } from "./scenarios.ts";
import { ServerAtAddress } from "./subject/at-address.ts";
import { PORT, ServerByCommand } from "./subject/by-command.ts";
import { leaveServerCore } from "./subject/cores.ts";
import type { Subject } from "./subject/subject.ts";
import { thisServer } from "./subject/this-server.ts";

/** Exit statuses: everything is as it should be; something is not. */
const DONE = 0;
const FAILED = 3;

/**
 * With `--all` each run is shorter, since there are many, and begins later: the compilers of JavaScript, which share the
 * server's core, are done by then with nearly all that a server goes on with for as long as it runs.
 */
const MANY_RUNS = { warmup: 5, duration: 3 };

/** What is found, as text or as an object. */
interface Report {
  readonly isFine: boolean;
  readonly lines: readonly string[];
  readonly data: unknown;
  readonly summary?: Page["summary"];
  readonly sections: readonly Section[];
}

/** What is measured where a command line does not say. */
export interface Standard {
  /** The server of this program. */
  readonly own: Subject;
  /** With `--all`: the server that sets the marks. */
  readonly marks?: Subject;
}

/**
 * `bench`: puts loads on servers and prints what they bore; gives the exit status. Throws a `UserError` where a server
 * cannot be reached or started.
 */
export async function bench(
  args: readonly string[],
  standard: Standard = { own: thisServer() },
): Promise<number> {
  const line = readBenchLine(args);
  if (line.does === "help") {
    console.log(benchHelp());
    return DONE;
  }
  leaveServerCore();
  const progress = new ProgressLine();
  const report = await doing[line.does](line, standard, progress);
  progress.clear();
  if (line.html !== undefined)
    await Bun.write(line.html, html({ ...report, notes: [`bench ${args.join(" ")}`, machine()] }));
  console.log(line.json ? JSON.stringify(report.data, null, 1) : report.lines.join("\n"));
  return report.isFine ? DONE : FAILED;
}

type Doing = (line: BenchLine, standard: Standard, progress: ProgressLine) => Promise<Report>;

const doing: Record<Exclude<BenchLine["does"], "help">, Doing> = {
  measure: async (line, { own }, progress) => {
    const [server] = line.servers;
    const subject = server === undefined ? own : subjectOf(server, own, line.pid);
    const runs: NamedRun[] = [];
    for (const scenario of line.scenarios) {
      const tell = (what: string, part: number) => progress.tell(`${scenario}: ${what}`, part);
      const run = await measure(subject, { scenario, changes: line.changes, settings: [] }, tell);
      runs.push({ name: scenario, run });
    }
    const found = runs.map(({ run }, i) => ({ scenario: line.scenarios[i] as ScenarioName, runs: [[run]] }));
    const sections = sectionsOf(found, line.changes, [subject.name]);
    return { isFine: runs.every(({ run }) => run.ok), lines: outcomeLines(runs), data: runs, sections };
  },

  compare: async (line, { own }, progress) => {
    const subjects = line.servers.map((server) => subjectOf(server, own));
    const tasks = line.scenarios.map((scenario): Task => ({ scenario, changes: line.changes, settings: [] }));
    const names = subjects.map(({ name }) => name);
    const found = await compareAll(subjects, tasks, line.rounds, progress);
    const lines = found.flatMap((comparison) => [...comparisonLines(comparison, names), ""]);
    return {
      isFine: areFine(found),
      lines,
      data: { servers: names, scenarios: found },
      sections: sectionsOf(found, line.changes, names),
    };
  },

  all: async (line, { own, marks: usual }, progress) => {
    const given = line.against === undefined ? usual : subjectOf(line.against, own);
    const marks = given === undefined ? [] : [given];
    const tasks = tasksOf(GOALS, { ...MANY_RUNS, ...line.changes });
    const found = await compareAll([own, ...marks], tasks, line.rounds, progress);
    const all = tasks.flatMap((task, i) => scores(GOALS, task, found[i] as Comparison));
    const isFine = areFine(found) && all.every(({ isReached }) => isReached === true);
    const names = [own, ...marks].map(({ name }) => name);
    return {
      isFine,
      lines: scoreLines(all, names[1]),
      data: all.map(plain),
      summary: scoreRows(all, names[1]),
      sections: sectionsOf(found, { ...MANY_RUNS, ...line.changes }, names),
    };
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
