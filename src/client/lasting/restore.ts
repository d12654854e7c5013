import type { RequestName } from "../../protocol/constants.ts";
import type { Channel, JoinOptions } from "../channel.ts";
import { DenialError } from "../errors.ts";
import type { Roster } from "../roster.ts";

/** How long what a client had is asked for again, in milliseconds: its former self may have to time out first. */
const PATIENCE = 60_000;

/** Before the first repetition; it doubles, up to the longest. */
const FIRST_PAUSE = 1000;

/** No longer, or the last try of them all could come long before the end, and the former self time out after it. */
const LONGEST_PAUSE = 5000;

/** What time is measured by, in milliseconds. */
export interface Clock {
  now(): number;
  /** Resolves after so long. */
  pass(milliseconds: number): Promise<void>;
}

const CLOCK: Clock = {
  now: () => performance.now(),
  pass: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

/** What taking one's name and channels again needs. */
export interface Restoring {
  /** Empty where there is none to take. */
  readonly name: string;
  readonly roster: Roster;
  setName(name: string): Promise<string>;
  join(name: string, options: JoinOptions): Promise<Channel>;
  /** Whether the connection has ended. */
  isOver(): boolean;
  denied(request: RequestName, name: string, reason: string): void;
}

/** After a connection was lost: takes the name and the channels of the one before, and gives up what stays denied. */
export async function restore(restoring: Restoring, clock = CLOCK): Promise<void> {
  const until = clock.now() + PATIENCE;
  for (let pause = FIRST_PAUSE; !(await isDone(restoring)); pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    const left = until - clock.now();
    if (left <= 0) break;
    await clock.pass(Math.min(pause, left));
    if (restoring.isOver()) return;
  }
  if (restoring.isOver()) return;
  for (const channel of [...restoring.roster.former.values()]) restoring.roster.forget(channel, false);
}

/** Asks for all that is missing, once. A connection that is over is nobody's business here: the next one restores. */
async function isDone(restoring: Restoring): Promise<boolean> {
  const { roster, name } = restoring;
  if (roster.name === "" && name !== "") {
    const named = await tried("SetName", name, restoring, () => restoring.setName(name));
    if (!named) return restoring.isOver();
  }
  const joins = [...roster.former].map(([channel, former]) =>
    tried("JoinChannel", channel, restoring, () => restoring.join(channel, former.options)),
  );
  return (await Promise.all(joins)).every((joined) => joined) || restoring.isOver();
}

async function tried(
  request: RequestName,
  name: string,
  restoring: Restoring,
  ask: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await ask();
    return true;
  } catch (error) {
    // Left meanwhile, or joined by the program itself: nothing is missing.
    if (request === "JoinChannel" && !restoring.roster.former.has(name)) return true;
    if (error instanceof DenialError && !restoring.isOver()) restoring.denied(request, name, error.reason);
    return false;
  }
}
