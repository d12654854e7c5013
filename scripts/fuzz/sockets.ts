import { Relay } from "../../src/index.ts";
import { story } from "../../src/log.ts";
import type { RelayChannel } from "../../src/relay/members.ts";
import { Dice } from "../../test/support/dice.ts";
import { ABROAD, HOST } from "../tool/addresses.ts";
import { Stream } from "../tool/stream.ts";
import { Wire } from "../tool/wire.ts";
import type { Action } from "./action.ts";
import type { Cast } from "./author/script.ts";
import { Guest } from "./guest.ts";
import { Onlooker } from "./onlooker.ts";
import { SOCKET_SETTINGS } from "./settings.ts";
import type { Stand, Tally } from "./stand.ts";
import { watchedLog } from "./watched-log.ts";
import { type Line, Pair, pieces } from "./witness.ts";

type Udp = Bun.udp.Socket<"buffer">;

const GUESTS = 16;
/** One of so many guests comes as a WebSocket client. */
const WEB_EVERY = 4;
/** The guests' own places, and two more at the same address. */
const PLACES = GUESTS + 2;

/** How long something may take that must come: a machine may be busy. Milliseconds. */
const PATIENCE = 30_000;

/** After so many actions the server, which is in the same process, has its turn. */
const ACTIONS_A_TURN = 3;

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Says things as they may arrive: what is cut in two comes in two turns, and what is said after it no sooner. */
class Speech {
  readonly #wire: Wire;
  readonly #chance: Dice;
  readonly #waiting: Uint8Array[] = [];

  constructor(wire: Wire, chance: Dice) {
    this.#wire = wire;
    this.#chance = chance;
  }

  say(bytes: Uint8Array): void {
    const isQuiet = this.#waiting.length === 0;
    this.#waiting.push(...pieces(bytes, this.#chance));
    if (isQuiet) this.#goOn();
  }

  readonly #goOn = (): void => {
    this.#wire.say(this.#waiting[0] as Uint8Array);
    setImmediate(() => {
      this.#waiting.shift();
      if (this.#waiting.length > 0) this.#goOn();
    });
  };
}

/** Real sockets on the loopback interface, and one server for all cases. */
export class SocketStand implements Stand {
  cast: Cast;
  complaint: string | undefined;
  readonly #relay: Relay;
  readonly #tally: Tally;
  readonly #onlooker: Onlooker;
  readonly #guests = Array.from({ length: GUESTS }, (_, i) => new Guest(i % WEB_EVERY === 0));
  readonly #places: Udp[] = [];
  readonly #lines: (Line & { close(): void })[] = [];
  readonly #pair = new Pair((index) => ({
    say: (bytes) => this.#lines[index]?.say(bytes),
    blast: (bytes) => this.#lines[index]?.blast(bytes),
  }));
  /** What is left to chance beside the script. */
  readonly #chance = new Dice(0);
  #actions = 0;

  private constructor(relay: Relay, onlooker: Onlooker, tally: Tally) {
    this.#relay = relay;
    this.#onlooker = onlooker;
    this.#tally = tally;
    this.cast = this.#castOf(new Dice(0));
  }

  static async set(tally: Tally): Promise<SocketStand> {
    const onlooker = new Onlooker(0);
    let stand: SocketStand | undefined;
    const log = watchedLog("error", (line) => stand?.complains(line));
    stand = new SocketStand(await Relay.start(SOCKET_SETTINGS, { hooks: onlooker, log }), onlooker, tally);
    await stand.#introduce();
    return stand;
  }

  /** Sets the stand for another case. */
  begin(seed: number): void {
    this.cast = this.#castOf(new Dice(seed));
    this.#onlooker.seed = seed;
  }

  complains(complaint: string): void {
    this.complaint ??= complaint;
  }

  perform(action: Action): void | Promise<void> {
    const done = this.#perform(action);
    this.#look();
    if (done !== undefined) return done;
    return ++this.#actions % ACTIONS_A_TURN === 0 ? turn() : undefined;
  }

  async finish(): Promise<void> {
    for (const { wire } of this.#guests) wire?.hangUp("reset");
    await this.#until("the server to let go of all clients", () => this.#relay.clients.size === 2);
    await this.#until("the channels to be gone", () => this.#relay.channels.size === 1);
    this.#pair.flood();
    await this.#until("the witnesses to hear each other", () => this.#pair.hasHeardAll);
    for (const witness of this.#pair.both)
      witness.compares(this.#relay.channels.get(witness.room) as RelayChannel);
    await this.#isBound();
    this.#tally.lostBlasts = this.#pair.lost;
    this.#tally.breaches = this.#relay.counters.protocolErrors;
    this.#tally.read = this.#onlooker.read;
    this.#look();
  }

  /** Stops the server, which says that its stop failed where it did. */
  async close(): Promise<string | undefined> {
    for (const line of [...this.#lines, ...this.#places]) line.close();
    return this.#relay.stop().then(() => undefined, story);
  }

  #castOf(dice: Dice): Cast {
    const { both } = this.#pair;
    return {
      dice,
      clients: this.#guests,
      witnesses: both.map(({ id }) => id),
      room: both[0].room,
      places: ABROAD === undefined ? PLACES : PLACES + 1,
    };
  }

  async #introduce(): Promise<void> {
    const { port } = this.#relay;
    for (const witness of this.#pair.both) {
      const stream = new Stream((...frame) => witness.take(...frame));
      const wire = await Wire.call(
        port,
        (chunk) => stream.push(chunk),
        () => witness.lineEnds(),
      );
      const speech = new Speech(wire, this.#chance);
      const udp = await this.#udp(HOST, (datagram) => witness.takeDatagram(datagram));
      this.#lines.push({
        say: (bytes) => speech.say(bytes),
        blast: (bytes) => void udp.send(bytes, port, HOST),
        close: () => {
          wire.hangUp("reset");
          udp.close();
        },
      });
      witness.enters();
      await this.#until("a witness to enter", () => witness.room !== 0);
      witness.saysHello();
    }
    await this.#until("the witnesses to meet", () => this.#pair.isTogether);
    this.#pair.meet();
    for (let place = 0; place < PLACES; place++) this.#places.push(await this.#udp(HOST, () => {}));
    if (ABROAD === undefined) return;
    const complain = () => this.complains(`a datagram went to ${ABROAD}, where no client is`);
    this.#places.push(await this.#udp(ABROAD, complain));
  }

  #udp(hostname: string, hear: (datagram: Uint8Array) => void): Promise<Udp> {
    return Bun.udpSocket({ hostname, socket: { data: (_socket, data) => hear(data), error: () => {} } });
  }

  #perform(action: Action): void | Promise<void> {
    switch (action.act) {
      case "open":
        return this.#open(this.#guests[action.client] as Guest);
      case "say":
        return this.#say(action);
      case "hang up":
        return this.#guests[action.client]?.wire?.hangUp(action.how);
      case "stop reading":
        return this.#guests[action.client]?.wire?.stopReading();
      case "datagram":
        this.#tally.datagrams++;
        this.#places[action.place]?.send(action.bytes, this.#relay.port, HOST);
        return undefined;
      case "talk":
        this.#tally.talks++;
        if (this.#chance.throw(8) === 0) this.#pair.flood();
        return this.#pair.talk();
      default:
        return turn();
    }
  }

  async #open(guest: Guest): Promise<void> {
    this.#tally.connections++;
    await guest.calls(this.#relay.port);
  }

  #say({ client, bytes, frames, mutated }: Extract<Action, { act: "say" }>): void {
    const guest = this.#guests[client] as Guest;
    if (!guest.open) return;
    this.#tally.frames += frames;
    this.#tally.mutated += mutated;
    guest.says(bytes, this.#chance);
  }

  /** The witnesses' ports are still theirs: a blast of each comes, if the first is lost then another. */
  async #isBound(): Promise<void> {
    const before = this.#pair.both.map(({ heardBlast }) => heardBlast);
    await this.#until("the witnesses to hear a blast", () => {
      this.#pair.talk();
      return this.#pair.both.every(({ heardBlast }, i) => heardBlast > (before[i] ?? 0));
    });
  }

  async #until(awaited: string, done: () => boolean): Promise<void> {
    for (const end = performance.now() + PATIENCE; !done(); ) {
      this.#look();
      if (this.complaint !== undefined) return;
      if (performance.now() > end) return this.complains(`waited ${PATIENCE} ms for ${awaited}`);
      await turn();
    }
  }

  #look(): void {
    const complaint = this.#pair.complaint ?? this.#onlooker.complaint;
    if (complaint !== undefined) this.complains(complaint);
  }
}
