import type { Chunk } from "../net/net.ts";
import type { Latencies } from "./latencies.ts";
import { FILLER_AT, filler, NUMBER_AT, SENDER_AT } from "./numbered.ts";
import type { Pace } from "./pace.ts";
import type { Participant } from "./participant.ts";
import type { Plan } from "./plan.ts";
import type { Faults, Findings, Tally } from "./tally.ts";

/** What a delivery carries in front of its data: subchannel, channel and peer (section 5). */
const HEAD = 5;

/**
 * Looks at every delivery: whether it is a message that was sent in this channel, whether it is whole, whether it is
 * the next of its sender, and how long it took. Makes no garbage: there are millions of them a second.
 */
export class Verifier {
  readonly #tally: Tally;
  readonly #faults: Faults;
  readonly #latencies: Latencies;
  readonly #pace: Pace;
  readonly #senders: readonly Participant[];
  readonly #length: number;
  /** How many bytes of the filler are looked at in turn: a power of two, or none. */
  readonly #places: number;
  readonly #isOrdered: boolean;
  /** The last number that each client has of each sender in its channel, and which of the 32 up to it came. */
  readonly #last: Int32Array;
  readonly #seen: Int32Array;
  readonly #perClient: number;

  constructor(plan: Plan, participants: readonly Participant[], pace: Pace, findings: Findings) {
    this.#tally = findings.tally;
    this.#faults = findings.faults;
    this.#latencies = findings.latencies;
    this.#pace = pace;
    this.#senders = participants.slice(0, plan.senders);
    this.#length = HEAD + plan.payload;
    const room = plan.payload - FILLER_AT - 1;
    this.#places = room < 1 ? 0 : 2 ** Math.floor(Math.log2(room));
    this.#isOrdered = plan.transport === "tcp";
    this.#perClient = Math.ceil(plan.senders / Math.max(1, plan.channels));
    this.#last = new Int32Array(plan.clients * this.#perClient);
    this.#seen = new Int32Array(this.#isOrdered ? 0 : this.#last.length);
  }

  /** Takes the payload of a BinaryChannelMessage that came to a client. */
  take(recipient: Participant, chunk: Chunk, at: number, end: number): void {
    const { view } = chunk;
    if (end - at !== this.#length) return this.#wrong();
    const sender = view.getInt32(at + HEAD + SENDER_AT, true);
    const number = view.getInt32(at + HEAD + NUMBER_AT, true);
    const from = this.#senders[sender];
    if (from === undefined || !this.#isWhole(view, at + HEAD, end, number)) return this.#wrong();
    const isHere = from.channelNumber === recipient.channelNumber && from !== recipient;
    const isTheirs = view.getUint16(at + 3, true) === from.id;
    if (!isHere || !isTheirs || view.getUint16(at + 1, true) !== recipient.channel) return this.#wrong();
    const pair = recipient.index * this.#perClient + from.rank;
    if (this.#isOrdered) this.#follow(pair, number);
    else if (!this.#isNew(pair, number)) return undefined;
    this.#tally.deliveries++;
    this.#latencies.add(chunk.time - this.#pace.sentAt(sender, number));
    this.#pace.delivered(sender, number);
    return undefined;
  }

  #wrong(): void {
    this.#faults.wrong++;
  }

  /** Looks at the last byte, and at one other, which is another one with each message. */
  #isWhole(view: DataView, data: number, end: number, number: number): boolean {
    if (view.getUint8(end - 1) !== (number & 255)) return false;
    if (this.#places === 0) return true;
    const at = FILLER_AT + (number & (this.#places - 1));
    return view.getUint8(data + at) === filler(at);
  }

  #follow(pair: number, number: number): void {
    const expected = (this.#last[pair] as number) + 1;
    if (number !== expected) {
      if (number < expected) this.#faults.repeated++;
      else this.#faults.misordered++;
    }
    if (number >= expected) this.#last[pair] = number;
  }

  /** Datagrams may be lost and overtake each other, but none comes twice. */
  #isNew(pair: number, number: number): boolean {
    const last = this.#last[pair] as number;
    const seen = this.#seen[pair] as number;
    if (number > last) {
      const shift = number - last;
      this.#seen[pair] = shift > 31 ? 1 : (seen << shift) | 1;
      this.#last[pair] = number;
      return true;
    }
    const bit = 1 << (last - number);
    if (last - number < 32 && (seen & bit) !== 0) {
      this.#faults.repeated++;
      return false;
    }
    this.#seen[pair] = seen | bit;
    this.#faults.misordered++;
    return true;
  }
}
