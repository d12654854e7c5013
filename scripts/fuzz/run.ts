import type { Route } from "../../src/session/route.ts";
import type { Session } from "../../src/session/session.ts";
import { type Action, describe } from "./action.ts";
import { type Length, perform, recorded, script } from "./play.ts";
import { shrink } from "./shrink.ts";
import { SocketlessStand } from "./socketless.ts";
import { SocketStand } from "./sockets.ts";
import { newTally, type Tally } from "./stand.ts";

export const STAGES = ["socketless", "sockets"] as const;
export type StageName = (typeof STAGES)[number];

/** What is to be fuzzed: cases from `first` on, until there were so many spoilt frames and datagrams. */
export interface Plan {
  readonly seed: number;
  readonly first: number;
  readonly frames: number;
  readonly datagrams: number;
  /** Other handlers than the server's own: only without sockets. */
  readonly routes?: readonly Route<Session>[];
  /** Called after each case. */
  readonly told?: (tally: Tally) => void;
}

/** A case that went wrong. */
export interface Failure {
  readonly case: number;
  readonly complaint: string;
  /** What led to it: shrunk where the case is the same each time, else its last actions. */
  readonly actions: readonly Action[];
  readonly isShrunk: boolean;
}

/** What came of a plan. */
export interface Outcome {
  readonly tally: Tally;
  readonly cases: number;
  readonly failure?: Failure;
}

/**
 * What cases are like: always the same, so that a seed and a number bring one again. They are long enough for clients
 * to get to know each other, and short enough to be shrunk; over sockets a write should be worth its while.
 */
const LENGTHS: Readonly<Record<StageName, Length>> = {
  socketless: { frames: 1500, style: { datagrams: 20, frames: [1, 1, 2, 3, 4, 8] } },
  sockets: { frames: 5000, style: { datagrams: 20, frames: [1, 2, 4, 8, 16, 32] } },
};
/** How many actions of a case over sockets are shown. */
const LAST = 20;

const PLAYERS = { socketless: fuzzSocketless, sockets: fuzzSockets };

/** Plays cases on a stage until the plan is fulfilled or a case goes wrong. */
export function fuzz(stage: StageName, plan: Plan): Promise<Outcome> {
  return PLAYERS[stage](plan);
}

/** A failure as a person reads it, and how to have it again. */
export function tell(stage: StageName, seed: number, failure: Failure): string {
  const { complaint, actions, isShrunk } = failure;
  return [
    `case ${failure.case} of seed ${seed}, ${stage}: ${complaint}`,
    isShrunk ? "shrunk to:" : "it ends with:",
    ...actions.map((action) => `  ${describe(action)}`),
    `again: bun run fuzz --seed ${seed} --case ${failure.case} --stage ${stage}`,
  ].join("\n");
}

const isDone = (tally: Tally, plan: Plan) =>
  tally.mutated >= plan.frames && tally.datagrams >= plan.datagrams;

/** A number for the dice of each case. */
function seedOf(seed: number, number: number): number {
  return Math.imul(Math.imul(number + 1, 0x9e3779b1) ^ seed, 0x85ebca6b);
}

async function fuzzSocketless(plan: Plan): Promise<Outcome> {
  const tally = newTally();
  const routes = plan.routes === undefined ? {} : { routes: plan.routes };
  for (let number = plan.first; ; number++) {
    const seed = seedOf(plan.seed, number);
    const stand = new SocketlessStand({ seed, tally, ...routes });
    const complaint = await perform(stand, script(stand, tally, LENGTHS.socketless));
    const cases = number - plan.first + 1;
    if (complaint !== undefined) {
      const again = (counts: Tally) => new SocketlessStand({ seed, tally: counts, ...routes });
      return { tally, cases, failure: await explain(number, complaint, again) };
    }
    plan.told?.(tally);
    if (isDone(tally, plan)) return { tally, cases };
  }
}

/** Plays a case again, which goes as it went, and shrinks it to what leads to any complaint at all. */
async function explain(
  number: number,
  complaint: string,
  stand: (tally: Tally) => SocketlessStand,
): Promise<Failure> {
  const tally = newTally();
  const actions: Action[] = [];
  const again = stand(tally);
  const fails = async (some: readonly Action[]) => (await perform(stand(newTally()), some)) !== undefined;
  await perform(again, recorded(script(again, tally, LENGTHS.socketless), actions));
  if (await fails(actions))
    return { case: number, complaint, actions: await shrink(actions, fails), isShrunk: true };
  return { case: number, complaint, actions: actions.slice(-LAST), isShrunk: false };
}

async function fuzzSockets(plan: Plan): Promise<Outcome> {
  const tally = newTally();
  const stand = await SocketStand.set(tally);
  const outcome = await playSockets(plan, stand, tally);
  const complaint = await stand.close();
  if (outcome.failure !== undefined || complaint === undefined) return outcome;
  return { ...outcome, failure: { case: plan.first, complaint, actions: [], isShrunk: false } };
}

async function playSockets(plan: Plan, stand: SocketStand, tally: Tally): Promise<Outcome> {
  for (let number = plan.first; ; number++) {
    stand.begin(seedOf(plan.seed, number));
    const actions: Action[] = [];
    const complaint = await perform(stand, recorded(script(stand, tally, LENGTHS.sockets), actions));
    const cases = number - plan.first + 1;
    if (complaint !== undefined) {
      const failure = { case: number, complaint, actions: actions.slice(-LAST), isShrunk: false };
      return { tally, cases, failure };
    }
    plan.told?.(tally);
    if (isDone(tally, plan)) return { tally, cases };
  }
}
