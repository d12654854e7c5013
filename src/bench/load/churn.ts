import { LONGEST_WAIT, type Pace, type Senders } from "./pace.ts";
import type { Participant } from "./participant.ts";

/** Each of the senders leaves and joins its channel in turn, as soon as it is answered. */
export class Churn implements Pace {
  readonly #crew: Senders;

  constructor(crew: Senders) {
    this.#crew = crew;
  }

  start(): void {
    for (let sender = 0; sender < this.#crew.plan.senders; sender++)
      this.#crew.participants[sender]?.leaves();
  }

  turn(): number {
    return LONGEST_WAIT;
  }

  sentAt(): number {
    return Number.NaN;
  }

  delivered(): void {}

  answered(participant: Participant, joined: boolean, now: number): void {
    const { latencies, tally } = this.#crew.findings;
    tally.answers++;
    latencies.add(now - participant.askedAt);
    if (!this.#crew.isSending) return;
    if (joined) participant.leaves();
    else participant.joins();
  }
}
