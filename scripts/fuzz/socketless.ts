import type { RelayChannel } from "../../src/relay/members.ts";
import type { Context } from "../../src/session/context.ts";
import { watch } from "../../src/session/deadlines.ts";
import { receiveDatagram } from "../../src/session/intake.ts";
import type { Route } from "../../src/session/route.ts";
import { ROUTES } from "../../src/session/routes.ts";
import type { Session } from "../../src/session/session.ts";
import { Dice } from "../../test/support/dice.ts";
import { contextOf } from "../../test/support/socketless.ts";
import type { Action } from "./action.ts";
import type { Cast } from "./author/script.ts";
import { Connection, HOME, type Server, strictly } from "./connection.ts";
import { Onlooker } from "./onlooker.ts";
import { MAX_MESSAGE_SIZE, SETTINGS } from "./settings.ts";
import type { Stand, Tally } from "./stand.ts";
import { watchedLog } from "./watched-log.ts";
import { type Line, Pair, pieces } from "./witness.ts";

type Routes = readonly Route<Session>[];

const GUESTS = 10;
/** Where those are who forge datagrams; the last of them is at home, by another spelling. */
const ABROAD = ["192.0.2.2", "2001:db8::1", "::ffff:192.0.2.1"];
/** Ports in order: the witnesses', which nobody forges, the guests' and two more. */
const PORTS = 50_000;
const FIRST_PLACE = 2;

/** What is not the same for all stands without sockets. */
export interface Setup {
  readonly seed: number;
  readonly tally: Tally;
  /** Other handlers than the server's own, to see that what they do wrong is found. */
  readonly routes?: Routes;
}

/** The session without sockets: a fresh server for each case, so that a case is the same each time it is played. */
export class SocketlessStand implements Stand, Server {
  readonly cast: Cast;
  readonly context: Context;
  readonly routes: Routes;
  /** What connections have put off to another turn of the loop. */
  readonly nextTurn: (() => void)[] = [];
  complaint: string | undefined;
  readonly #tally: Tally;
  /** What is left to chance beside the script. */
  readonly #chance: Dice;
  readonly #guests: Connection[] = [];
  readonly #onlooker: Onlooker;
  readonly #pair: Pair;
  /** The witnesses' ends, in their order. */
  readonly #lines: Connection[] = [];
  /** Whether what the guests hear is checked too, which takes its time. */
  readonly #strict: boolean;
  /** What is to be done when its time comes. */
  #later: { readonly at: number; readonly work: () => void }[] = [];
  #now = 0;
  #talks = 0;

  constructor({ seed, tally, routes = ROUTES }: Setup) {
    const dice = new Dice(seed);
    this.#chance = new Dice(seed ^ 2);
    this.#tally = tally;
    this.#strict = dice.throw(8) === 0;
    this.routes = routes.map((route) => ({ ...route, handle: this.#checked(route.handle) }));
    this.#onlooker = new Onlooker(seed);
    this.context = contextOf(dice.pick(SETTINGS), this.#onlooker, {
      log: watchedLog(dice.throw(8) === 0 ? "debug" : "error", (line) => this.complains(line)),
      datagrams: { send: (datagram, port, address) => this.#deliver(datagram, port, address) },
      clock: () => this.#now,
      turns: {
        begin: () => {},
        full: () => false,
        passes: () => true,
        crowded: false,
        next: (work) => void this.nextTurn.push(work),
        behind: (work) => void this.nextTurn.push(work),
        leave: (work) => void this.nextTurn.push(work),
        leaving: false,
        after: (delay, work) => void this.#later.push({ at: this.#now + delay, work }),
      },
    });
    this.#pair = new Pair((index) => this.#lineOf(index));
    this.#introduce();
    for (let i = 0; i < GUESTS; i++) this.#guests.push(this.#newGuest());
    const { both } = this.#pair;
    this.cast = {
      dice,
      clients: this.#guests,
      witnesses: both.map(({ id }) => id),
      room: both[0].room,
      places: GUESTS + 2 + ABROAD.length,
    };
  }

  complains(complaint: string): void {
    this.complaint ??= complaint;
  }

  perform(action: Action): void | Promise<void> {
    const { cast } = this;
    switch (action.act) {
      case "open":
        this.#tally.connections++;
        this.#guests[action.client] = this.#newGuest();
        return;
      case "say":
        return this.#say(action);
      case "hang up":
        return this.#guests[action.client]?.session.close("the client left");
      case "stop reading":
        return this.#stopReading(this.#guests[action.client] as Connection);
      case "datagram":
        this.#tally.datagrams++;
        receiveDatagram(this.context, action.bytes, originOf(action.place, cast.clients.length));
        return undefined;
      case "pass":
        return this.#pass(action.milliseconds);
      case "settle":
        return this.#settle();
      case "talk":
        return this.#talk();
    }
  }

  async finish(): Promise<void> {
    for (const { session } of this.#guests) session.close("the case is over");
    await this.#settle();
    this.#talk(true);
    const { registry, counters } = this.context;
    if (registry.clients.size !== 2) this.complains(`${registry.clients.size - 2} clients are left`);
    if (registry.channels.size !== 1) this.complains(`${registry.channels.size - 1} channels are left`);
    this.#tally.breaches += counters.protocolErrors;
    this.#tally.read += this.#onlooker.read;
  }

  #checked(handle: Route<Session>["handle"]): Route<Session>["handle"] {
    return (session, head, reader, blasted) => {
      const { end } = reader;
      if (reader.remaining > MAX_MESSAGE_SIZE)
        this.complains(`a frame of ${reader.remaining} bytes was taken`);
      handle(session, head, reader, blasted);
      if (reader.end === end && reader.offset > end) this.complains("a handler read beyond its frame");
    };
  }

  #newGuest(): Connection {
    return new Connection(
      this,
      this.#strict ? strictly((complaint) => this.complains(complaint)) : undefined,
    );
  }

  #lineOf(index: 0 | 1): Line {
    const port = PORTS + index;
    return {
      say: (bytes) => {
        for (const piece of pieces(bytes, this.#chance)) this.#lines[index]?.takes(piece);
      },
      blast: (bytes) => receiveDatagram(this.context, bytes, { address: HOME, port }),
    };
  }

  #introduce(): void {
    for (const witness of this.#pair.both) {
      this.#lines.push(new Connection(this, (...frame) => witness.take(...frame)));
      witness.enters();
      witness.saysHello();
    }
    if (!this.#pair.isTogether) throw new Error(`the witnesses do not meet: ${this.#pair.complaint}`);
    this.#pair.meet();
  }

  #deliver(datagram: Uint8Array, port: number, address: string): void {
    if (!address.endsWith(HOME)) this.complains(`a datagram went to ${address}, where no client is`);
    const witness = this.#pair.both[port - PORTS];
    witness?.takeDatagram(datagram);
  }

  #say({ client, bytes, frames, mutated }: Extract<Action, { act: "say" }>): void {
    const guest = this.#guests[client] as Connection;
    if (!guest.open) return;
    this.#tally.frames += frames;
    this.#tally.mutated += mutated;
    guest.takes(bytes);
  }

  /** As a connection for which too much waits: it takes nothing more, and is let go at the end of the turn. */
  #stopReading(guest: Connection): void {
    if (!guest.open) return;
    guest.full = true;
    this.nextTurn.push(() => guest.session.close("slow reader"));
  }

  /** The witnesses say something before, so that nobody may take their place by UDP. */
  #pass(milliseconds: number): void {
    this.#now += milliseconds;
    this.#talk();
    const due = this.#later.filter(({ at }) => at <= this.#now);
    this.#later = this.#later.filter((each) => !due.includes(each));
    for (const { work } of due) work();
    for (const { session } of [...this.#lines, ...this.#guests]) watch(session, this.#now);
  }

  async #settle(): Promise<void> {
    if (this.#chance.throw(16) === 0) this.#pair.flood();
    while (this.nextTurn.length > 0) {
      for (const work of this.nextTurn.splice(0)) work();
      for (const connection of [...this.#lines, ...this.#guests]) connection.goesOn();
    }
    if (!this.#pair.hasHeardAll) this.complains("the witnesses did not hear each other's flood");
    await new Promise(setImmediate);
    for (const guest of this.#guests) guest.goesOn();
  }

  /** Comparing who is where takes as long as the rest, and so is done now and then. */
  #talk(compares = ++this.#talks % 4 === 0): void {
    this.#tally.talks++;
    const { registry } = this.context;
    this.#pair.talk();
    for (const witness of this.#pair.both) {
      if (compares) witness.compares(registry.channels.get(witness.room) as RelayChannel);
      if (!witness.hasHeardAll || witness.lost > 0 || witness.heardBlast !== witness.blasted)
        this.complains(`${witness.name} did not hear all`);
    }
    const complaint = this.#pair.complaint ?? this.#onlooker.complaint;
    if (complaint !== undefined) this.complains(complaint);
  }
}

function originOf(place: number, guests: number): { address: string; port: number } {
  const abroad = ABROAD[place - guests - 2];
  return { address: abroad ?? HOME, port: PORTS + FIRST_PLACE + place };
}
