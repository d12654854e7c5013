import { basename } from "node:path";
import { benchHelp } from "./bench-help.ts";
import { type BenchLine, readBenchLine } from "./bench-line.ts";
import { type Comparison, compare } from "./comparison.ts";
import { measure, type Task } from "./measure.ts";
import { comparisonLines } from "./report/comparison-lines.ts";
import { type NamedRun, outcomeLines } from "./report/outcome-lines.ts";
import { ProgressLine } from "./report/progress-line.ts";
import type { ScenarioName } from "./scenarios.ts";
import { ServerAtAddress } from "./subject/at-address.ts";
import { PORT, ServerByCommand } from "./subject/by-command.ts";
import { leaveServerCore } from "./subject/cores.ts";
import type { Subject } from "./subject/subject.ts";
import { thisServer } from "./subject/this-server.ts";

/** Exit statuses: everything as it should be; a delivery was not; a goal was missed, or a regression found. */
const DONE = 0;
const FAILED = 3;

/** `bench`: puts loads on servers and prints what they bear. Gives the exit status. */
export async function bench(args: readonly string[]): Promise<number> {
  const line = readBenchLine(args);
  if (line.does === "help") {
    console.log(benchHelp());
    return DONE;
  }
  if (line.does === "compare") return await compareServers(line);
  return await measureServer(line);
}

async function measureServer(line: BenchLine): Promise<number> {
  const subject = line.servers[0] === undefined ? thisServer() : serverOf(line.servers[0], line.pid);
  const progress = new ProgressLine();
  const runs: NamedRun[] = [];
  for (const scenario of line.scenarios) {
    const tell = (doing: string, part: number) => progress.tell(`${scenario}: ${doing}`, part);
    runs.push({ name: scenario, run: await measure(subject, taskOf(line, scenario), tell) });
  }
  progress.clear();
  console.log(line.json ? JSON.stringify(runs, null, 1) : outcomeLines(runs).join("\n"));
  return runs.every(({ run }) => run.ok) ? DONE : FAILED;
}

async function compareServers(line: BenchLine): Promise<number> {
  const subjects = line.servers.map((server) => serverOf(server, undefined));
  const names = subjects.map(({ name }) => name);
  const progress = new ProgressLine();
  const found: Comparison[] = [];
  leaveServerCore();
  for (const scenario of line.scenarios) {
    const tell = (run: string, part: number) => progress.tell(run, part);
    const comparison = await compare(subjects, taskOf(line, scenario), line.rounds, tell);
    progress.clear();
    found.push(comparison);
    if (!line.json) console.log(`${comparisonLines(comparison, names).join("\n")}\n`);
  }
  if (line.json) console.log(JSON.stringify(found, null, 1));
  return found.every(({ runs }) => runs.flat().every(({ ok }) => ok)) ? DONE : FAILED;
}

function taskOf({ changes }: BenchLine, scenario: ScenarioName): Task {
  return { scenario, changes, settings: [] };
}

/** A server by its address, by a command with a place for its port, or this program's own. */
function serverOf(text: string, pid: number | undefined): Subject {
  if (text === "this") return thisServer();
  if (text.includes(PORT)) return commanded(text);
  return new ServerAtAddress(text, pid);
}

/** Named after the program that it starts. */
function commanded(text: string): Subject {
  const words = text.match(/"[^"]*"|\S+/g)?.map((word) => word.replace(/^"(.*)"$/, "$1")) ?? [];
  return new ServerByCommand(basename(words[0] ?? ""), words);
}
