import { describe, expect, test } from "bun:test";
import { Latencies } from "../../src/bench/load/latencies.ts";
import { NumberedMessage } from "../../src/bench/load/numbered.ts";
import type { Pace } from "../../src/bench/load/pace.ts";
import { type Host, Participant } from "../../src/bench/load/participant.ts";
import type { Plan } from "../../src/bench/load/plan.ts";
import { newFaults, newTally } from "../../src/bench/load/tally.ts";
import { Verifier } from "../../src/bench/load/verifier.ts";
import type { Way } from "../../src/bench/load/ways.ts";
import { Arrival } from "../../src/bench/net/arrival.ts";
import { SCENARIOS } from "../../src/bench/scenarios.ts";
import { datagram, frame, say } from "../support/wire.ts";

const CHANNEL = 300;
const SENT_AT = 1000;

/** Two senders and a listener in a channel, and what a server might deliver to the listener. */
class Scene {
  readonly findings = { tally: newTally(), faults: newFaults(), latencies: new Latencies() };
  readonly #plan: Plan;
  readonly #participants: Participant[];
  readonly #verifiers: Readonly<Record<Way, Verifier>>;

  constructor(changes: Partial<Plan> = {}) {
    this.#plan = { ...SCENARIOS.fan.plan, clients: 3, senders: 2, ...changes };
    const host = { channels: 1, hasUdp: false, prefix: "" } as Host;
    this.#participants = [0, 1, 2].map((index) => new Participant(host, index));
    for (const participant of this.#participants)
      Object.assign(participant, { id: participant.index + 600, channel: CHANNEL });
    const pace = { sentAt: () => SENT_AT, delivered() {} } as Partial<Pace> as Pace;
    const crew = { plan: this.#plan, participants: this.#participants, findings: this.findings };
    this.#verifiers = { tcp: new Verifier(crew, pace, "tcp"), udp: new Verifier(crew, pace, "udp") };
  }

  /** The payload that carries message `number` of a sender comes by TCP; `spoil` may change it. */
  comes(sender: number, number: number, spoil?: (payload: Uint8Array) => Uint8Array | undefined): void {
    this.#comesBy("tcp", [sender, number], spoil);
  }

  /** The same by UDP. */
  isBlasted(sender: number, number: number): void {
    this.#comesBy("udp", [sender, number]);
  }

  #comesBy(
    way: Way,
    [sender, number]: readonly [sender: number, number: number],
    spoil?: (payload: Uint8Array) => Uint8Array | undefined,
  ): void {
    const message = new NumberedMessage(this.#plan.payload, "tcp");
    message.write(0, CHANNEL, sender, number);
    // As protocol.md has it: subchannel, channel, the sender's id, data.
    const data = message.bytes.subarray(message.bytes.length - this.#plan.payload);
    const payload = Uint8Array.from([0, ...u16(CHANNEL), ...u16(sender + 600), ...data]);
    const bytes = spoil?.(payload) ?? payload;
    const chunk = new Arrival(bytes).aim(0, bytes.length, SENT_AT + 50);
    this.#verifiers[way].take(this.#participants[2] as Participant, chunk, 0, bytes.length);
  }
}

function u16(value: number): number[] {
  return [value & 255, value >> 8];
}

test("messages that come once and in order are deliveries, timed from when they were sent", () => {
  const scene = new Scene();
  for (const number of [1, 2, 3]) for (const sender of [0, 1]) scene.comes(sender, number);
  const { tally, faults, latencies } = scene.findings;
  expect(tally.deliveries).toBe(6);
  expect(faults).toEqual(newFaults());
  expect(latencies.quantile(1)).toBeCloseTo(50, 0);
});

test("a message that comes again, and one before which another should have come, are told apart", () => {
  const scene = new Scene();
  for (const number of [1, 1, 2, 4]) scene.comes(0, number);
  expect(scene.findings.faults).toEqual({ ...newFaults(), repeated: 1, misordered: 1 });
});

test("datagrams may overtake each other and be lost; none may come twice", () => {
  const scene = new Scene({ transport: "udp" });
  for (const number of [1, 3, 2, 70, 69, 70, 2]) scene.isBlasted(0, number);
  expect(scene.findings.faults).toEqual({ ...newFaults(), repeated: 1 });
  expect(scene.findings.tally).toMatchObject({ deliveries: 6, blasts: 6, overtaken: 3 });
});

describe("by both ways in turn", () => {
  const both = () => new Scene({ transport: "both" });

  test("each way is in order by itself, wherever the other is", () => {
    const scene = both();
    for (const number of [2, 4, 6]) scene.isBlasted(0, number);
    for (const number of [1, 3, 5, 7]) scene.comes(0, number);
    for (const number of [1, 3]) scene.isBlasted(1, number); // every other sender begins by UDP
    for (const number of [2, 4]) scene.comes(1, number);
    expect(scene.findings.faults).toEqual(newFaults());
    expect(scene.findings.tally).toMatchObject({ deliveries: 11, blasts: 5, overtaken: 0 });
  });

  test("a lost datagram is none, and what was sent must not be lost", () => {
    const scene = both();
    for (const number of [2, 6]) scene.isBlasted(0, number);
    expect(scene.findings.faults).toEqual(newFaults());
    for (const number of [1, 5]) scene.comes(0, number);
    expect(scene.findings.faults).toEqual({ ...newFaults(), misordered: 1 });
  });

  test("a message that comes again by its way is a fault by either", () => {
    const scene = both();
    for (const number of [1, 3, 1]) scene.comes(0, number);
    for (const number of [2, 4, 2]) scene.isBlasted(0, number);
    expect(scene.findings.faults).toEqual({ ...newFaults(), repeated: 2 });
  });

  test("a blast that comes by TCP is wrong, and a sent message by UDP", () => {
    const scene = both();
    scene.comes(0, 2);
    scene.isBlasted(0, 1);
    expect(scene.findings.faults).toEqual({ ...newFaults(), wrong: 2 });
    expect(scene.findings.tally.deliveries).toBe(0);
  });
});

test.each<[string, (payload: Uint8Array) => Uint8Array | undefined]>([
  ["another channel", (payload) => payload.fill(9, 1, 3)],
  ["another client's id", (payload) => payload.fill(9, 3, 5)],
  ["a sender that does not exist", (payload) => payload.fill(9, 5, 9)],
  ["a byte less", (payload) => payload.subarray(0, -1)],
  ["a last byte that is another", (payload) => payload.fill(99, payload.length - 1)],
  ["data that was changed on the way", (payload) => payload.fill(99, 14, payload.length - 1)],
])("a message with %s is wrong", (_, spoil) => {
  const scene = new Scene();
  scene.comes(0, 1, spoil);
  expect([scene.findings.faults.wrong, scene.findings.tally.deliveries]).toEqual([1, 0]);
});

test.each([9, 32, 300, 70_000])("a numbered message of %i bytes is what a client says", (payload) => {
  const message = new NumberedMessage(payload, "tcp");
  message.write(0, CHANNEL, 2, 70_000);
  const said = say.toChannel(CHANNEL, message.bytes.subarray(-payload), { variant: 2 });
  expect(message.bytes).toEqual(Uint8Array.from(frame(said)));
  const blast = new NumberedMessage(payload, "udp");
  blast.write(601, CHANNEL, 2, 70_000);
  expect(blast.bytes).toEqual(Uint8Array.from(datagram(said, 601)));
});
