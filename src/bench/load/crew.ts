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
import { type Way, Ways } from "./ways.ts";

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
  /** Why the first client that was let go was. */
  reason: string | undefined;
  /** Two loads on one server do not meet. */
  readonly prefix = `bench ${Math.random().toString(36).slice(2, 6)}`;
  readonly #net: Net;
  readonly #pace: Pace;
  readonly #ways: Ways;
  readonly #verifiers: Readonly<Record<Way, Verifier>>;
  readonly #messages: Readonly<Record<Way, NumberedMessage>>;
  /** How many deliveries must come of all that went out by each way. */
  readonly #expected: Record<Way, number> = { tcp: 0, udp: 0 };
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
    this.#ways = new Ways(plan.transport);
    const verifier = (way: Way) => new Verifier(this, this.#pace, way);
    this.#verifiers = { tcp: verifier("tcp"), udp: verifier("udp") };
    const message = (way: Way) => new NumberedMessage(plan.payload, way);
    this.#messages = { tcp: message("tcp"), udp: message("udp") };
    this.#numbers = new Uint32Array(senders);
    // Clients are dealt out to the channels in turn.
    const sizeOf = (channel: number) => Math.ceil((clients - channel) / Math.max(1, channels));
    this.#audiences = Uint32Array.from({ length: senders }, (_, sender) => sizeOf(sender % channels) - 1);
  }

  get channels(): number {
    return this.plan.channels;
  }

  get hasUdp(): boolean {
    return this.#ways.hasUdp;
  }

  /** How many deliveries should have come by each way, and did not until now. */
  get missing(): Readonly<Record<Way, number>> {
    const { deliveries, blasts } = this.findings.tally;
    const { tcp, udp } = this.#expected;
    return { tcp: Math.max(0, tcp - (deliveries - blasts)), udp: Math.max(0, udp - blasts) };
  }

  /** How many deliveries must come by UDP, if no datagram is lost. */
  get expectedBlasts(): number {
    return this.#expected.udp;
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
    const way = this.#ways.isBlast(sender, number) ? "udp" : "tcp";
    const message = this.#messages[way];
    message.write(participant.id, participant.channel, sender, number);
    const time = now();
    if (way === "udp") participant.blasts(message.bytes);
    else participant.says(message.bytes);
    this.findings.tally.sent++;
    this.#expected[way] += this.audience(sender);
    return time;
  }

  #checkEntering(giveUpAt: number): void {
    const time = now();
    if (this.hasUdp) for (const participant of this.participants) participant.helloAgain(time);
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
    this.#verifiers.tcp.take(participant, chunk, at, end);
  }

  blasted(participant: Participant, chunk: Chunk, at: number, end: number): void {
    this.#verifiers.udp.take(participant, chunk, at, end);
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
