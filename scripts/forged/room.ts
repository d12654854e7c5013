import { bytes, datagram, frame, say } from "../../test/support/wire.ts";
import { Knowledge } from "../fuzz/author/company.ts";
import { HOST } from "../tool/addresses.ts";
import { Histogram } from "../tool/numbers.ts";
import { Stream, u32 } from "../tool/stream.ts";
import { Wire } from "../tool/wire.ts";

const PLAYERS = 16;
/** Messages a second of each. */
const RATE = 60;
/** How often a UDP port shows that it is alive: milliseconds. */
const HELLO_EVERY = 250;
const PATIENCE = 10_000;

const CHANNEL_MESSAGE = 0x22;
/** Where a relayed message's time is: after subchannel, channel and sender. */
const TIME = 5;
const DATA = new Uint8Array(32);

const now = () => (performance.now() * 1000) >>> 0;

interface Player {
  readonly knowledge: Knowledge;
  readonly wire: Wire;
  readonly udp: Bun.udp.Socket<"buffer">;
}

/** A room in which everybody talks sixty times a second, and each delivery is timed. */
export class Room {
  /** How long each delivery took. */
  readonly latencies = new Histogram();
  readonly #players: Player[] = [];
  readonly #port: number;
  #welcomes = 0;
  #said = 0;
  #timers: ReturnType<typeof setInterval>[] = [];

  private constructor(port: number) {
    this.#port = port;
  }

  static async of(port: number): Promise<Room> {
    const room = new Room(port);
    for (let i = 0; i < PLAYERS; i++) await room.#enter(`Player ${i}`);
    room.#sayHello();
    await room.#until(() => room.#welcomes >= PLAYERS);
    return room;
  }

  get ids(): readonly number[] {
    return this.#players.map(({ knowledge }) => knowledge.id);
  }

  /** Everybody talks, evenly spread, from now on. */
  start(): void {
    const startedAt = performance.now();
    const talk = () => {
      const due = ((performance.now() - startedAt) / 1000) * RATE * PLAYERS;
      while (this.#said < due) this.#talk(this.#said++ % PLAYERS);
    };
    this.#timers = [setInterval(talk, 1), setInterval(() => this.#sayHello(), HELLO_EVERY)];
  }

  leave(): void {
    for (const timer of this.#timers) clearInterval(timer);
    for (const { wire, udp } of this.#players) {
      wire.hangUp("half-close");
      udp.close();
    }
  }

  async #enter(name: string): Promise<void> {
    const knowledge = new Knowledge();
    const stream = new Stream((data, start, payload, end) => {
      if (data[start] === CHANNEL_MESSAGE)
        this.latencies.add(((now() - u32(data, payload + TIME)) >>> 0) / 1000);
      else knowledge.hear(data, start, payload, end);
    });
    const wire = await Wire.call(this.#port, (chunk) => stream.push(chunk));
    const hear = (data: Uint8Array) => {
      if (data[0] === 0xa0) this.#welcomes++;
    };
    const udp = await Bun.udpSocket({
      hostname: HOST,
      socket: { data: (_socket, data) => hear(data), error: () => {} },
    });
    const opening = [say.connect(), say.setName(name), say.join("Room")].map((said) => frame(said));
    wire.say(bytes([0], ...opening));
    await this.#until(() => knowledge.channels.length > 0);
    this.#players.push({ knowledge, wire, udp });
  }

  #talk(index: number): void {
    const { knowledge, wire } = this.#players[index] as Player;
    const message = new Uint8Array(frame(say.toChannel(knowledge.channels[0] ?? 0, DATA, { variant: 2 })));
    new DataView(message.buffer).setUint32(message.length - DATA.length, now(), true);
    wire.say(message);
  }

  #sayHello(): void {
    for (const { knowledge, udp } of this.#players)
      udp.send(datagram(say.hello(), knowledge.id), this.#port, HOST);
  }

  async #until(done: () => boolean): Promise<void> {
    for (const end = performance.now() + PATIENCE; !done(); await Bun.sleep(5)) {
      if (performance.now() > end) throw new Error("the room does not come together");
    }
  }
}
