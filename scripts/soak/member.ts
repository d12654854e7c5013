import { Memory } from "../../test/support/memory.ts";
import { datagram, frame, type Heard, type Said, say, understand } from "../../test/support/wire.ts";
import { HOST } from "../tool/addresses.ts";
import { u16, u32 } from "../tool/stream.ts";
import { difference } from "./account.ts";
import { ACCOUNT, type Account } from "./hooks.ts";
import { Line } from "./line.ts";
import { Peers } from "./peers.ts";
import { keyOf, type World } from "./world.ts";

type Udp = Bun.udp.Socket<"buffer">;

/** What members say: on subchannel 1, binary: u32 number, u32 microseconds, filler. */
const SUBCHANNEL = 1;
const BINARY = { subchannel: SUBCHANNEL, variant: 2 };
const DATA = new Uint8Array(32);

const CHANNEL_MESSAGE = 0x22;
const PEER_MESSAGE = 0x32;
const UDP_WELCOME = 0xa0;

/** Of what a WebSocket client blasts, or is blasted: section 7. */
const BLASTED = 8;
/** Where a relayed message has its number and its time, after subchannel, channel and sender. */
const NUMBER = 5;
const TIME = 9;

/** Of so many messages one goes to a single peer. */
const PRIVATELY = 16;

/** Microseconds that fit a u32. */
const now = () => (performance.now() * 1000) >>> 0;

/** A well-behaved client: it says numbers, hears those of its peers, and misses none. */
export class Member {
  id = 0;
  /** The channel that it is in; 0 while it is in none. */
  channel = 0;
  /** The last number that it said to its channel. */
  said = 0;
  /** What the server said last of who is where. */
  account: Account | undefined;
  /** Since when it waits for another account; 0 while it does not. */
  waitingSince = 0;
  readonly name: string;
  /** Whether it comes as a WebSocket client, which has no UDP port. */
  readonly isWeb: boolean;
  readonly #world: World;
  readonly #peers: Peers;
  /** The last number that it said to each peer alone. */
  readonly #privately = new Map<number, number>();
  #blasts = 0;
  #memory: Memory | undefined;
  #line: Line | undefined;
  #udp: Udp | undefined;
  #isWelcome = false;
  #isOver = false;
  #frame: Uint8Array = DATA;
  #blasted: Uint8Array = DATA;

  constructor(world: World, name: string, isWeb: boolean) {
    this.#world = world;
    this.name = name;
    this.isWeb = isWeb;
    this.#peers = new Peers(world.judge, (what) => this.#violated(what));
  }

  /** Whether it is in a channel and its UDP port, if it has one, is bound. */
  get isReady(): boolean {
    return this.channel !== 0 && (this.#isWelcome || this.isWeb);
  }

  async enters(room: string): Promise<void> {
    this.#line = await Line.open(
      this.isWeb,
      this.#world.port,
      (...heard) => this.#hear(...heard),
      () => this.#isOver || this.#violated("was cut off"),
    );
    if (!this.isWeb) {
      this.#udp = await Bun.udpSocket({
        hostname: HOST,
        socket: { data: (_socket, data) => this.#hearDatagram(data), error: () => {} },
      });
    }
    this.#says(say.connect(), say.setName(this.name), say.join(room));
  }

  saysHello(): void {
    if (!this.#isWelcome && this.id !== 0) this.#sendDatagram(datagram(say.hello(), this.id));
  }

  /** Says some numbers to its channel, and now and then one to a peer alone. */
  talks(count: number): void {
    if (this.channel === 0 || count === 0) return;
    const { judge, dice } = this.#world;
    const parts: Uint8Array[] = [];
    for (let i = 0; i < count; i++) {
      if (dice.throw(PRIVATELY) === 0) parts.push(...this.#privateMessage());
      parts.push(numbered(this.#frame, ++this.said));
      judge.sent++;
    }
    this.#line?.say(...parts);
  }

  blasts(): void {
    if (!this.isReady) return;
    this.#world.judge.blasted++;
    const message = numbered(this.#blasted, ++this.#blasts);
    if (this.isWeb) this.#line?.say(message);
    else this.#sendDatagram(message);
  }

  /** Asks the server for its account, which must agree with what this one was told. */
  asks(): void {
    if (this.waitingSince > 0) return;
    this.waitingSince = performance.now();
    this.#says(say.toServer("", { subchannel: ACCOUNT }));
  }

  /** Goes to another room, under another name. */
  moves(name: string, room: string): void {
    if (this.channel === 0) return;
    this.#world.judge.departures.set(keyOf(this.channel, this.id), this.said);
    this.#says(say.leave(this.channel), say.setName(name), say.join(room));
    this.channel = 0;
  }

  /** How many of the peers in its channel said more than it heard. */
  misses(members: ReadonlyMap<number, Member>): number {
    return this.#peers.missing((peer) => {
      const member = members.get(peer);
      return member?.channel === this.channel ? member.said : undefined;
    });
  }

  leaves(): void {
    this.#isOver = true;
    this.#world.judge.goes(this.id);
    this.#line?.hangUp();
    this.#udp?.close();
  }

  #says(...messages: readonly Said[]): void {
    this.#line?.say(...messages.map((message) => frame(message)));
  }

  #sendDatagram(data: Uint8Array): void {
    this.#udp?.send(data, this.#world.port, HOST);
  }

  #violated(what: string): void {
    this.#world.judge.violated(`${this.name} (${this.id}) ${what}`);
  }

  #privateMessage(): Uint8Array[] {
    const { ids } = this.#peers;
    if (ids.length === 0) return [];
    const peer = this.#world.dice.pick(ids);
    const number = (this.#privately.get(peer) ?? 0) + 1;
    this.#privately.set(peer, number);
    return [numbered(frame(say.toPeer(this.channel, peer, DATA, BINARY)), number)];
  }

  #hear(data: Uint8Array, start: number, payload: number, end: number): void {
    if (this.#isOver) return;
    const head = data[start] as number;
    if (!this.#isNumber(head, data, payload)) this.#hearOther({ head, payload: data.slice(payload, end) });
  }

  /** Whether it is one of those that are counted; they are many, and so not decoded any further. */
  #isNumber(head: number, data: Uint8Array, payload: number): boolean {
    if (data[payload] !== SUBCHANNEL) return false;
    if (head === PEER_MESSAGE)
      return this.#peers.hearsAlone(u16(data, payload + 3), u32(data, payload + NUMBER));
    if (head === (CHANNEL_MESSAGE | BLASTED)) return this.#hearsBlast(data, payload);
    if (head !== CHANNEL_MESSAGE || !this.#peers.hears(u16(data, payload + 3), u32(data, payload + NUMBER)))
      return false;
    this.#world.judge.latencies.add(((now() - u32(data, payload + TIME)) >>> 0) / 1000);
    return true;
  }

  #hearDatagram(data: Uint8Array): void {
    if (data[0] === UDP_WELCOME) this.#isWelcome = true;
    if (data[0] === CHANNEL_MESSAGE && data[1] === SUBCHANNEL && !this.#isOver) this.#hearsBlast(data, 1);
  }

  #hearsBlast(data: Uint8Array, payload: number): true {
    this.#peers.hearsBlast(u16(data, payload + 3), u32(data, payload + NUMBER));
    return true;
  }

  #hearOther(said: Said): void {
    try {
      const heard = understand(said);
      if (heard.type === "Ping") this.#says(say.pong());
      else if (heard.type === "Response") this.#hearResponse(heard);
      else if (heard.type === "Peer") this.#peers.add(heard.peer, heard.name);
      else if (heard.type === "PeerLeft") this.#peers.remove(heard.channel, heard.peer);
      this.#memory?.take(heard);
      if (heard.type === "ObjectServerMessage") this.#compare(JSON.parse(heard.data));
    } catch (error) {
      this.#violated(`would not believe its ears: ${error}`);
    }
  }

  #hearResponse(response: Extract<Heard, { type: "Response" }>): void {
    if (!response.success) return this.#violated(`was denied: ${JSON.stringify(response)}`);
    if (response.request === "Connect") {
      this.id = response.id;
      this.#memory = new Memory(response.id);
      this.#world.judge.arrives(response.id, this.name);
    } else if (response.request === "JoinChannel") {
      this.#arrive(response.channel);
      for (const { peer, name } of response.peers) this.#peers.add(peer, name);
    } else if (response.request === "LeaveChannel") {
      this.#peers.clear();
    }
    return undefined;
  }

  #arrive(channel: number): void {
    this.channel = channel;
    this.#world.judge.departures.delete(keyOf(channel, this.id));
    this.#frame = frame(say.toChannel(channel, DATA, BINARY));
    this.#blasted = this.isWeb
      ? frame(say.toChannel(channel, DATA, { ...BINARY, variant: BINARY.variant | BLASTED }))
      : datagram(say.toChannel(channel, DATA, BINARY), this.id);
  }

  #compare(account: Account): void {
    this.waitingSince = 0;
    this.account = account;
    this.#world.judge.accounts++;
    const found = this.#memory === undefined ? "it has no id" : difference(account, this.#memory);
    if (found !== undefined) this.#violated(found);
  }
}

function numbered(template: Uint8Array, number: number): Uint8Array {
  const copy = new Uint8Array(template);
  const view = new DataView(copy.buffer);
  view.setUint32(copy.length - DATA.length, number, true);
  view.setUint32(copy.length - DATA.length + 4, now(), true);
  return copy;
}
