import type { RelayChannel } from "../../src/relay/members.ts";
import type { Dice } from "../../test/support/dice.ts";
import { Memory } from "../../test/support/memory.ts";
import { bytes, datagram, frame, type Heard, readable, say, understand } from "../../test/support/wire.ts";
import { u16, u32 } from "../tool/stream.ts";
import { WITNESS_ROOM, WITNESSES } from "./author/names.ts";

/** How a witness reaches the server. The bytes are the receiver's to keep. */
export interface Line {
  say(bytes: Uint8Array): void;
  blast(bytes: Uint8Array): void;
}

const NUMBER = new Uint8Array(4);
const AS_NUMBER = { variant: 1 };
const FLOOD = 300;

/** A well-behaved client that says numbers and is a good listener: whatever it should not hear, it complains of. */
export class Witness {
  readonly name: string;
  id = 0;
  room = 0;
  /** Whether its UDP port is bound. */
  welcomed = false;
  /** What it has been told of others, as an old client would keep it. */
  memory: Memory | undefined;
  /** The last numbers that it said to its mate by TCP and by UDP, and to the server. */
  sent = 0;
  blasted = 0;
  toServer = 0;
  /** The last numbers that it heard of its mate. */
  heard = 0;
  heardBlast = 0;
  /** Blasts that never came: the system may drop them. */
  lost = 0;
  readonly #line: Line;
  readonly #complain: (complaint: string) => void;
  #mate: Witness | undefined;
  #frames: { channel: Uint8Array; peer: Uint8Array; server: Uint8Array; blast: Uint8Array } | undefined;

  constructor(name: string, line: Line, complain: (complaint: string) => void) {
    this.name = name;
    this.#line = line;
    this.#complain = (complaint) => complain(`${name}: ${complaint}`);
  }

  enters(): void {
    this.#line.say(Uint8Array.of(0));
    for (const said of [say.connect(), say.setName(this.name), say.join(WITNESS_ROOM)])
      this.#line.say(frame(said));
  }

  /** Both are in the room: whom it talks to from now on. */
  meets(mate: Witness): void {
    const { id, room } = this;
    this.#mate = mate;
    this.#frames = {
      channel: frame(say.toChannel(room, NUMBER, AS_NUMBER)),
      peer: frame(say.toPeer(room, mate.id, NUMBER, AS_NUMBER)),
      server: frame(say.toServer(NUMBER, AS_NUMBER)),
      blast: datagram(say.toChannel(room, NUMBER, AS_NUMBER), id),
    };
  }

  saysHello(): void {
    this.#line.blast(datagram(say.hello(), this.id));
  }

  /** Says a number in each of the ways in which one can. */
  talks(): void {
    const frames = this.#frames;
    if (frames === undefined) throw new Error("it has nobody to talk to");
    this.#line.say(numbered(frames.channel, ++this.sent));
    this.#line.say(numbered(frames.peer, ++this.sent));
    this.#line.say(numbered(frames.server, ++this.toServer));
    this.#line.blast(numbered(frames.blast, ++this.blasted));
  }

  /** Says more numbers at once than the server deals with in a turn. */
  floods(): void {
    const frame = this.#frames?.channel ?? NUMBER;
    this.#line.say(bytes(...Array.from({ length: FLOOD }, () => numbered(frame, ++this.sent))));
  }

  /** Takes a frame that came by TCP. */
  take(data: Uint8Array, start: number, payload: number, end: number): void {
    const head = data[start] as number;
    const isTalk = head === 0x21 || head === 0x31;
    if (isTalk && this.#mate !== undefined && u16(data, payload + 3) === this.#mate.id)
      return this.#takeNumber(data, payload, end);
    return this.#listen(() => this.#hear(understand({ head, payload: data.slice(payload, end) })));
  }

  takeDatagram(data: Uint8Array): void {
    this.#listen(() => {
      const heard = understand({ head: data[0] ?? 0xff, payload: data.subarray(1) });
      if (heard.type === "UDPWelcome") this.welcomed = true;
      else if ("peer" in heard && heard.peer === this.#mate?.id) this.#takeBlast(u32(data, 6));
      else this.memory?.takeBlast(heard);
    });
  }

  /** Nobody but the server's own defects could end it. */
  lineEnds(): void {
    this.#complain("its connection ended");
  }

  /** Whether all that its mate said by TCP has come. */
  get hasHeardAll(): boolean {
    return this.heard === this.#mate?.sent;
  }

  /** Compares who is in the room by the server's account with what this one was told. */
  compares(channel: RelayChannel): void {
    const peers = channel.members.filter(({ peer }) => peer !== this.id);
    const entry = (id: number, flags: number, name: string) => `${id} ${flags} ${name}`;
    const there = peers.map(({ peer, flags, name }) => entry(peer, flags, readable(name))).sort();
    const known = [...(this.memory?.channels.get(this.room) ?? [])]
      .map(([id, { flags, name }]) => entry(id, flags, name))
      .sort();
    const names = channel.members.map(({ name }) => readable(name).toLowerCase());
    if (new Set(names).size < names.length) this.#complain(`a name is there twice: ${names}`);
    if (there.join("\n") !== known.join("\n"))
      this.#complain(`the server has ${JSON.stringify(there)} with it, it knows of ${JSON.stringify(known)}`);
  }

  #takeNumber(bytes: Uint8Array, payload: number, end: number): void {
    const number = end - payload === 9 ? u32(bytes, payload + 5) : Number.NaN;
    if (u16(bytes, payload + 1) !== this.room || number !== this.heard + 1)
      this.#complain(`heard ${number} after ${this.heard} in channel ${u16(bytes, payload + 1)}`);
    this.heard = number;
  }

  #takeBlast(number: number): void {
    if (number <= this.heardBlast) this.#complain(`heard blast ${number} after ${this.heardBlast}`);
    this.lost += number - this.heardBlast - 1;
    this.heardBlast = number;
  }

  #listen(hear: () => void): void {
    try {
      hear();
    } catch (error) {
      this.#complain(String(error));
    }
  }

  #hear(heard: Heard): void {
    if (heard.type === "Ping") return this.#line.say(frame(say.pong()));
    if (heard.type === "Response") this.#takeResponse(heard);
    this.memory?.take(heard);
    return undefined;
  }

  #takeResponse(response: Extract<Heard, { type: "Response" }>): void {
    if (!response.success || response.request === "LeaveChannel")
      return this.#complain(`was told ${JSON.stringify(response)}`);
    if (response.request === "Connect") {
      this.id = response.id;
      this.memory = new Memory(response.id);
    } else if (response.request === "JoinChannel") this.room = response.channel;
    return undefined;
  }
}

function numbered(template: Uint8Array, number: number): Uint8Array {
  const copy = new Uint8Array(template);
  new DataView(copy.buffer).setUint32(copy.length - 4, number, true);
  return copy;
}

/** What a witness says in one piece or, now and then, cut in two: streams may be cut anywhere. */
export function pieces(data: Uint8Array, dice: Dice): Uint8Array[] {
  if (dice.throw(4) > 0) return [data];
  const cut = dice.throw(data.length + 1);
  return [data.slice(0, cut), data.slice(cut)];
}

/** Two who talk to each other in a room of their own, which the fuzzed clients may join. */
export class Pair {
  readonly both: readonly [Witness, Witness];
  /** The first thing that was not as it should be. */
  complaint: string | undefined;

  constructor(lines: (index: 0 | 1) => Line) {
    const complain = (complaint: string) => {
      this.complaint ??= complaint;
    };
    const [first, second] = WITNESSES;
    this.both = [new Witness(first, lines(0), complain), new Witness(second, lines(1), complain)];
  }

  /** Whether both are in the room, know of each other, and have their UDP ports bound. */
  get isTogether(): boolean {
    return this.both.every(
      ({ memory, room, welcomed }) => welcomed && room !== 0 && memory?.channels.get(room)?.size !== 0,
    );
  }

  meet(): void {
    const [first, second] = this.both;
    first.meets(second);
    second.meets(first);
  }

  talk(): void {
    for (const witness of this.both) witness.talks();
  }

  flood(): void {
    for (const witness of this.both) witness.floods();
  }

  get hasHeardAll(): boolean {
    return this.both.every((witness) => witness.hasHeardAll);
  }

  get lost(): number {
    return this.both[0].lost + this.both[1].lost;
  }
}
