import type { Outcome } from "./load/outcome.ts";
import type { Plan } from "./load/plan.ts";
import { Load, type TellProgress } from "./load/run-load.ts";
import { openNet } from "./net/open-net.ts";
import { SCENARIOS, type ScenarioName } from "./scenarios.ts";
import type { Subject } from "./subject/subject.ts";

/** What one run found. */
export interface Run extends Outcome {
  /** How long the server took from its start until it listened, in milliseconds, where it was started for this run. */
  readonly startedIn: number | undefined;
}

/** Which load, and on which settings of our own server. */
export interface Task {
  readonly scenario: ScenarioName;
  readonly changes: Partial<Plan>;
  readonly settings: readonly string[];
}

/** The plan of a task: where the number of clients changes, no more of them send than there are. */
export function planOf({ scenario, changes }: Task): Plan {
  const plan: Plan = { ...SCENARIOS[scenario].plan, ...changes };
  return { ...plan, senders: Math.min(plan.senders, plan.clients) };
}

/** Puts a load on a server, started for it where it does not run already. */
export async function measure(subject: Subject, task: Task, tell: TellProgress): Promise<Run> {
  await using server = await subject.run(task.settings);
  const net = openNet(server.address, server.port);
  const outcome = await new Load(planOf(task), { net, pid: server.pid }, tell).run();
  return { ...outcome, startedIn: server.startedIn };
}
