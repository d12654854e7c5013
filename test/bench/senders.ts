import { Latencies } from "../../src/bench/load/latencies.ts";
import type { Senders } from "../../src/bench/load/pace.ts";
import type { Plan } from "../../src/bench/load/plan.ts";
import { newFaults, newTally } from "../../src/bench/load/tally.ts";
import { SCENARIOS } from "../../src/bench/scenarios.ts";

/** Senders that send nowhere, and write down when they did. */
export class Scribes implements Senders {
  readonly plan: Plan;
  readonly participants = [];
  readonly findings = { tally: newTally(), faults: newFaults(), latencies: new Latencies() };
  readonly isSending = true;
  /** Which sender sent which of its messages, in order. */
  readonly sent: (readonly [sender: number, number: number])[] = [];
  /** What the clock says. */
  time = 0;
  readonly #audience: number;

  constructor(changes: Partial<Plan>, audience = 1) {
    this.plan = { ...SCENARIOS.fan.plan, ...changes };
    this.#audience = audience;
  }

  nextNumber(sender: number): number {
    return this.sent.filter(([each]) => each === sender).length + 1;
  }

  audience(): number {
    return this.#audience;
  }

  send(sender: number): number {
    this.sent.push([sender, this.nextNumber(sender)]);
    return this.time;
  }
}
