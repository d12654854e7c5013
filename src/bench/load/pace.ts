import type { Participant } from "./participant.ts";
import type { Plan } from "./plan.ts";
import type { Findings } from "./tally.ts";

/** Those who send, as a pace drives them. */
export interface Senders {
  readonly plan: Plan;
  readonly participants: readonly Participant[];
  readonly findings: Findings;
  /** Whether a request that was answered is followed by the next. */
  readonly isSending: boolean;
  /** The number that the next message of a sender will have, from 1 on. */
  nextNumber(sender: number): number;
  /** How many must get each message of a sender. */
  audience(sender: number): number;
  /** Has a sender send its next message. Returns when. */
  send(sender: number): number;
}

/** When senders send, and what they wait for. Times are in microseconds. */
export interface Pace {
  /** Begins. */
  start(now: number): void;
  /** Does what is due. Returns how long nothing will be, at most. */
  turn(now: number): number;
  /** When a message was sent, or should have been. */
  sentAt(sender: number, number: number): number;
  /** A delivery of it came. */
  delivered(sender: number, number: number): void;
  /** A client has joined or left its channel, after having asked at `askedAt`. */
  answered(participant: Participant, joined: boolean, now: number): void;
}

/** So long nothing is waited for at most, so that whoever watches is told. */
export const LONGEST_WAIT = 1000;
