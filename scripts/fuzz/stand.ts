import type { Action } from "./action.ts";
import type { Cast } from "./author/script.ts";

/** What a stand has been given to take. */
export interface Tally {
  /** Frames that were said to the end by a client whose connection was open when it began to say the last of it. */
  frames: number;
  /** Those of them that were spoilt. */
  mutated: number;
  datagrams: number;
  connections: number;
  /** How often the witnesses talked. */
  talks: number;
  /** Connections that the server ended for a breach of the protocol. */
  breaches: number;
  /** Messages that the hooks read. */
  read: number;
  /** The witnesses' blasts that the system lost. */
  lostBlasts: number;
}

/** A server with two witnesses, at which a case is played. */
export interface Stand {
  readonly cast: Cast;
  /** Does it; throws what the server throws. */
  perform(action: Action): void | Promise<void>;
  /** Everybody but the witnesses leaves: nothing of them may be left. */
  finish(): Promise<void>;
  /** The first thing that was not as it should be. */
  readonly complaint: string | undefined;
}

export function newTally(): Tally {
  return {
    frames: 0,
    mutated: 0,
    datagrams: 0,
    connections: 0,
    talks: 0,
    breaches: 0,
    read: 0,
    lostBlasts: 0,
  };
}
