import type { Chunk } from "../net/net.ts";
import type { Latencies } from "./latencies.ts";
import { FILLER_AT, filler, NUMBER_AT, SENDER_AT } from "./numbered.ts";
import type { Pace, Senders } from "./pace.ts";
import type { Participant } from "./participant.ts";
import type { Faults, Tally } from "./tally.ts";
import { type Way, Ways } from "./ways.ts";

/** What a delivery carries in front of its data: subchannel, channel and peer (section 5). */
const HEAD = 5;

/**
 * Looks at every delivery that comes by one way: whether it is a message that was sent in this channel and by this way,
 * whether it is whole, whether it is the next of its sender, and how long it took. Makes no garbage: there are millions
 * of them a second.
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
  readonly #ways: Ways;
  readonly #isUdp: boolean;
  /** The last rank that each client has of each sender in its channel, and which of the 32 up to it came. */
  readonly #last: Int32Array;
  readonly #seen: Int32Array;
  readonly #perClient: number;

  constructor(
    { plan, participants, findings }: Pick<Senders, "plan" | "participants" | "findings">,
    pace: Pace,
    way: Way,
  ) {
    this.#tally = findings.tally;
    this.#faults = findings.faults;
    this.#latencies = findings.latencies;
    this.#pace = pace;
    this.#senders = participants.slice(0, plan.senders);
    this.#length = HEAD + plan.payload;
    const room = plan.payload - FILLER_AT - 1;
    this.#places = room < 1 ? 0 : 2 ** Math.floor(Math.log2(room));
    this.#ways = new Ways(plan.transport);
    this.#isUdp = way === "udp";
    this.#perClient = Math.ceil(plan.senders / Math.max(1, plan.channels));
    this.#last = new Int32Array(plan.clients * this.#perClient);
    this.#seen = new Int32Array(this.#isUdp ? this.#last.length : 0);
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
    if (this.#ways.isBlast(sender, number) !== this.#isUdp) return this.#wrong();
    const pair = recipient.index * this.#perClient + from.rank;
    if (!this.#count(pair, this.#ways.rank(number))) return undefined;
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

  /** Counts a delivery. Returns whether it is one. */
  #count(pair: number, rank: number): boolean {
    if (!this.#isUdp) this.#follow(pair, rank);
    else if (this.#isNew(pair, rank)) this.#tally.blasts++;
    else return false;
    this.#tally.deliveries++;
    return true;
  }

  #follow(pair: number, rank: number): void {
    const expected = (this.#last[pair] as number) + 1;
    if (rank !== expected) {
      if (rank < expected) this.#faults.repeated++;
      else this.#faults.misordered++;
    }
    if (rank >= expected) this.#last[pair] = rank;
  }

  /** Datagrams may be lost and overtake each other, but none comes twice. */
  #isNew(pair: number, rank: number): boolean {
    const last = this.#last[pair] as number;
    const seen = this.#seen[pair] as number;
    if (rank > last) {
      const shift = rank - last;
      this.#seen[pair] = shift > 31 ? 1 : (seen << shift) | 1;
      this.#last[pair] = rank;
      return true;
    }
    const bit = 1 << (last - rank);
    if (last - rank < 32 && (seen & bit) !== 0) {
      this.#faults.repeated++;
      return false;
    }
    this.#seen[pair] = seen | bit;
    this.#tally.overtaken++;
    return true;
  }
}
