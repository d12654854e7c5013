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

/** Long enough for clients to get to know each other, and short enough to be shrunk. */
const CASE_FRAMES = { socketless: 1500, sockets: 5000 };
/** Over sockets a write should be worth its while. */
const FRAMES_AT_A_TIME = { socketless: [1, 1, 2, 3, 4, 8], sockets: [1, 2, 4, 8, 16, 32] };
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

function lengthOf(stage: StageName, { frames, datagrams }: Plan): Length {
  // Of a hundred frames of a case about eighty are spoilt.
  const share = frames === 0 ? 1000 : Math.ceil((90 * datagrams) / frames);
  const style = { datagrams: share, frames: FRAMES_AT_A_TIME[stage] };
  return { style, frames: Math.min(CASE_FRAMES[stage], Math.max(100, frames)) };
}

const isDone = (tally: Tally, plan: Plan) =>
  tally.mutated >= plan.frames && tally.datagrams >= plan.datagrams;

/** A number for the dice of each case. */
function seedOf(seed: number, number: number): number {
  return Math.imul(Math.imul(number + 1, 0x9e3779b1) ^ seed, 0x85ebca6b);
}

async function fuzzSocketless(plan: Plan): Promise<Outcome> {
  const tally = newTally();
  const length = lengthOf("socketless", plan);
  const routes = plan.routes === undefined ? {} : { routes: plan.routes };
  for (let number = plan.first; ; number++) {
    const seed = seedOf(plan.seed, number);
    const stand = new SocketlessStand({ seed, tally, ...routes });
    const complaint = await perform(stand, script(stand, tally, length));
    const cases = number - plan.first + 1;
    if (complaint !== undefined) {
      const again = (counts: Tally) => new SocketlessStand({ seed, tally: counts, ...routes });
      return { tally, cases, failure: await explain(number, complaint, again, length) };
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
  length: Length,
): Promise<Failure> {
  const tally = newTally();
  const actions: Action[] = [];
  const again = stand(tally);
  const fails = async (some: readonly Action[]) => (await perform(stand(newTally()), some)) !== undefined;
  await perform(again, recorded(script(again, tally, length), actions));
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
  const length = lengthOf("sockets", plan);
  for (let number = plan.first; ; number++) {
    stand.begin(seedOf(plan.seed, number));
    const actions: Action[] = [];
    const complaint = await perform(stand, recorded(script(stand, tally, length), actions));
    const cases = number - plan.first + 1;
    if (complaint !== undefined) {
      const failure = { case: number, complaint, actions: actions.slice(-LAST), isShrunk: false };
      return { tally, cases, failure };
    }
    plan.told?.(tally);
    if (isDone(tally, plan)) return { tally, cases };
  }
}
