import { UserError } from "../../config/user-error.ts";
import { type Chunk, type Net, now } from "../net/net.ts";
import { Churn } from "./churn.ts";
import { ClosedLoop } from "./closed-loop.ts";
import { FixedRate } from "./fixed-rate.ts";
import { Latencies } from "./latencies.ts";
import { NumberedMessage } from "./numbered.ts";
import type { Pace, Senders } from "./pace.ts";
import { type Host, Participant } from "./participant.ts";
import type { Plan } from "./plan.ts";
import { type Findings, newFaults, newTally } from "./tally.ts";
import { Verifier } from "./verifier.ts";

/** So many handshakes are under way at a time. */
const AT_A_TIME = 128;

/** So long what has come is waited for while clients enter, in microseconds. */
const WAIT = 10_000;

/** The clients of a load, and what they find. */
export class Crew implements Host, Senders {
  readonly plan: Plan;
  readonly participants: readonly Participant[];
  readonly findings: Findings = { tally: newTally(), faults: newFaults(), latencies: new Latencies() };
  /** Whether a request that was answered is followed by the next. */
  isSending = false;
  /** How many deliveries must come of all that was sent. */
  expected = 0;
  /** Why the first client that was let go was. */
  reason: string | undefined;
  /** Two loads on one server do not meet. */
  readonly prefix = `bench ${Math.random().toString(36).slice(2, 6)}`;
  readonly #net: Net;
  readonly #pace: Pace;
  readonly #verifier: Verifier;
  readonly #message: NumberedMessage;
  /** How many messages each sender has sent, and how many get each of its messages. */
  readonly #numbers: Uint32Array;
  readonly #audiences: Uint32Array;
  #inside = 0;

  constructor(plan: Plan, net: Net) {
    const { clients, channels, senders } = plan;
    this.plan = plan;
    this.#net = net;
    this.participants = Array.from({ length: clients }, (_, index) => new Participant(this, index));
    this.#pace = paceOf(plan, this);
    this.#verifier = new Verifier(plan, this.participants, this.#pace, this.findings);
    this.#message = new NumberedMessage(plan);
    this.#numbers = new Uint32Array(senders);
    // Clients are dealt out to the channels in turn.
    const sizeOf = (channel: number) => Math.ceil((clients - channel) / Math.max(1, channels));
    this.#audiences = Uint32Array.from({ length: senders }, (_, sender) => sizeOf(sender % channels) - 1);
  }

  get channels(): number {
    return this.plan.channels;
  }

  get isUdp(): boolean {
    return this.plan.transport === "udp";
  }

  /** How many have entered and are still there. */
  get inside(): number {
    return this.#inside;
  }

  /** When to go on with what is due, and what is. */
  get pace(): Pace {
    return this.#pace;
  }

  /** All clients connect and enter, many at a time. Throws where one is turned away, or at a moment to give up. */
  async enter(giveUpAt: number): Promise<void> {
    const { clients } = this.plan;
    for (let called = 0; this.#inside < clients; ) {
      for (; called < clients && called - this.#inside < AT_A_TIME; called++) this.#call(called);
      await this.#net.poll(WAIT);
      this.#checkEntering(giveUpAt);
    }
  }

  /** The number that the next message of a sender will have, from 1 on. */
  nextNumber(sender: number): number {
    return (this.#numbers[sender] as number) + 1;
  }

  /** How many must get each message of a sender. */
  audience(sender: number): number {
    return this.#audiences[sender] as number;
  }

  /** Has a sender send its next message. Returns when. */
  send(sender: number): number {
    const participant = this.participants[sender] as Participant;
    const number = this.nextNumber(sender);
    this.#numbers[sender] = number;
    this.#message.write(participant.id, participant.channel, sender, number);
    const time = now();
    if (this.isUdp) participant.blasts(this.#message.bytes);
    else participant.says(this.#message.bytes);
    this.findings.tally.sent++;
    this.expected += this.audience(sender);
    return time;
  }

  #checkEntering(giveUpAt: number): void {
    const time = now();
    if (this.isUdp) for (const participant of this.participants) participant.helloAgain(time);
    if (this.reason !== undefined) throw new UserError(`a client could not enter: ${this.reason}`);
    if (time < giveUpAt) return;
    throw new UserError(`only ${this.#inside} of ${this.plan.clients} clients could enter until now`);
  }

  #call(index: number): void {
    const participant = this.participants[index] as Participant;
    participant.enterBy(this.#net.connect(participant));
  }

  entered(): void {
    this.#inside++;
  }

  left(participant: Participant, reason: string): void {
    if (participant.hasEntered) this.#inside--;
    this.findings.faults.lost++;
    this.reason ??= reason;
  }

  delivered(participant: Participant, chunk: Chunk, at: number, end: number): void {
    this.#verifier.take(participant, chunk, at, end);
  }

  answered(participant: Participant, joined: boolean, time: number): void {
    this.#pace.answered(participant, joined, time);
  }

  wondered(): void {
    this.findings.faults.wrong++;
  }

  heard(): void {
    this.findings.tally.reads++;
  }
}

function paceOf(plan: Plan, crew: Crew): Pace {
  if (plan.churn) return new Churn(crew);
  return plan.rate > 0 ? new FixedRate(crew, plan.rate) : new ClosedLoop(crew, plan.window);
}
