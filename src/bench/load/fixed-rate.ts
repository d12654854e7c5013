import { LONGEST_WAIT, type Pace, type Senders } from "./pace.ts";

/** The system wakes those who wait late: so long before a message is due nobody waits, in microseconds. */
const WAKEFUL = 60;

/** So many are sent at most before what has come is heard. */
const MOST_IN_A_TURN = 64;

/**
 * Senders take turns at even distances, so that each sends `rate` messages a second. A message counts as sent when it
 * was due: one that goes out late, because this program or the server was busy, does not look faster for it.
 */
export class FixedRate implements Pace {
  /** The latest that one went out after it was due, in microseconds. */
  latest = 0;
  readonly #crew: Senders;
  readonly #senders: number;
  readonly #gap: number;
  #begun = 0;
  #sent = 0;

  constructor(crew: Senders, rate: number) {
    this.#crew = crew;
    this.#senders = crew.plan.senders;
    this.#gap = 1e6 / (rate * this.#senders);
  }

  start(now: number): void {
    this.#begun = now;
  }

  turn(now: number): number {
    const last = this.#sent + MOST_IN_A_TURN;
    let due = this.#due(this.#sent);
    for (; due <= now && this.#sent < last; due = this.#due(this.#sent)) {
      if (now - due > this.latest) this.latest = now - due;
      this.#crew.send(this.#sent % this.#senders);
      this.#sent++;
    }
    return Math.min(LONGEST_WAIT, Math.max(0, due - now - WAKEFUL));
  }

  sentAt(sender: number, number: number): number {
    return this.#due((number - 1) * this.#senders + sender);
  }

  delivered(): void {}

  answered(): void {}

  #due(message: number): number {
    return this.#begun + message * this.#gap;
  }
}
