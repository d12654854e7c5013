import { story } from "../../src/log.ts";
import type { Action } from "./action.ts";
import { Script, type Style } from "./author/script.ts";
import type { Stand, Tally } from "./stand.ts";

/** What of the whole process's is a failure too: the first thing that nobody caught. */
class Uncaught implements Disposable {
  #first: string | undefined;
  readonly #take = (error: unknown) => {
    this.#first ??= `uncaught: ${story(error)}`;
  };

  constructor() {
    process.on("uncaughtException", this.#take);
    process.on("unhandledRejection", this.#take);
  }

  get complaint(): string | undefined {
    return this.#first;
  }

  [Symbol.dispose](): void {
    process.off("uncaughtException", this.#take);
    process.off("unhandledRejection", this.#take);
  }
}

/** Performs actions up to the first complaint, and finishes the case where there is none. Returns the complaint. */
export async function perform(stand: Stand, actions: Iterable<Action>): Promise<string | undefined> {
  using uncaught = new Uncaught();
  try {
    for (const action of actions) {
      const done = stand.perform(action);
      if (done !== undefined) await done;
      if (stand.complaint !== undefined) return stand.complaint;
    }
    await stand.finish();
  } catch (error) {
    return story(error);
  }
  return stand.complaint ?? uncaught.complaint;
}

/** What a case is. */
export interface Length {
  readonly style: Style;
  /** How many frames are said in it. */
  readonly frames: number;
}

/** The actions of a case, each made up when it is asked for: it depends on what came of those before. */
export function* script(stand: Stand, tally: Tally, { style, frames }: Length): Generator<Action> {
  const author = new Script(stand.cast, style);
  for (const end = tally.frames + frames; tally.frames < end; ) yield author.next();
}

/** Keeps what goes through. */
export function* recorded(actions: Iterable<Action>, record: Action[]): Generator<Action> {
  for (const action of actions) {
    record.push(action);
    yield action;
  }
}
