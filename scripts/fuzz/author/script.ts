import type { Action } from "../action.ts";
import { type Company, type Knowledge, peerOf } from "./company.ts";
import { Draft } from "./draft.ts";
import { BY_DATAGRAM, OPENING, USUAL, writeFrame } from "./frames.ts";
import { mutate } from "./mutations.ts";

/** A company of whom it is known who hangs on the line. */
export interface Cast extends Company {
  readonly clients: readonly (Knowledge & { readonly open: boolean })[];
  /** How many places there are from which datagrams come: the first of them are the clients' own. */
  readonly places: number;
}

/** How a script is written. */
export interface Style {
  /** Datagrams for each hundred frames. */
  readonly datagrams: number;
  /** So many frames at a time, one number as likely as the other. */
  readonly frames: readonly number[];
}

/** More frames than the server deals with in a turn. */
const MANY = 300;

const draft = new Draft();
/** Which frames of the draft are spoilt. */
const spoilt: boolean[] = [];

/** Decides what happens next among the cast: conversations that begin well and are spoilt on the way. */
export class Script {
  readonly #cast: Cast;
  readonly #style: Style;
  /** What was cut off the end of what a client said last, to be said before anything else. */
  readonly #tails = new Map<number, Uint8Array>();
  readonly #next: Action[] = [];
  #datagramsDue = 0;

  constructor(cast: Cast, style: Style) {
    this.#cast = cast;
    this.#style = style;
  }

  next(): Action {
    const prepared = this.#next.shift();
    if (prepared !== undefined) return prepared;
    if (this.#datagramsDue >= 1) return this.#datagram();
    const { dice, clients } = this.#cast;
    const client = dice.throw(clients.length);
    switch (dice.throw(50)) {
      case 0:
        return { act: "talk" };
      case 1:
        return { act: "settle" };
      case 2:
        return { act: "hang up", client, how: dice.pick(["half-close", "reset"]) };
      case 3:
        if (dice.throw(2) === 0) return { act: "stop reading", client };
        return { act: "pass", milliseconds: dice.pick([1, 100, 600, 2500, 9000, 30_000]) };
      default:
        return clients[client]?.open ? this.#say(client) : this.#open(client);
    }
  }

  #open(client: number): Action {
    const { dice } = this.#cast;
    this.#tails.delete(client);
    draft.clear();
    const harm = dice.throw(10) === 0 ? dice.throw(OPENING.length) : -1;
    for (const [i, frame] of OPENING.entries()) {
      writeFrame(draft, this.#cast, this.#client(client), frame);
      if (i === harm) mutate(draft, dice);
    }
    const zero = dice.throw(60) === 0 ? dice.bytes(dice.throw(3)) : Uint8Array.of(0);
    const chunk = new Uint8Array(Buffer.concat([zero, draft.take()]));
    this.#deliver(client, chunk, OPENING.length, harm >= 0 ? 1 : 0);
    return { act: "open", client };
  }

  #say(client: number): Action {
    const { dice } = this.#cast;
    draft.clear();
    const frames = dice.throw(700) === 0 ? MANY : dice.pick(this.#style.frames);
    for (let harsh = false; !harsh && draft.length < frames && draft.hasRoom; ) {
      writeFrame(draft, this.#cast, this.#client(client), dice.pick(USUAL));
      const isSpoilt = dice.throw(8) > 0;
      spoilt[draft.length - 1] = isSpoilt;
      // What follows a broken frame is mostly not read any more, and would only count.
      harsh = isSpoilt && mutate(draft, dice) && dice.throw(4) > 0;
    }
    const order = dice.throw(8) === 0 && draft.length > 1 ? this.#shuffled() : undefined;
    const said = order?.length ?? draft.length;
    let mutated = 0;
    for (let i = 0; i < said; i++) if (spoilt[order?.[i] ?? i]) mutated++;
    this.#deliver(client, draft.take(order), said, mutated);
    this.#datagramsDue += (said * this.#style.datagrams) / 100;
    return this.#next.shift() as Action;
  }

  /** Another order for the frames: one is left out, moved, or said twice. */
  #shuffled(): readonly number[] {
    const { dice } = this.#cast;
    const order = draft.starts.map((_, i) => i);
    const moved = order.splice(dice.throw(order.length), 1);
    if (dice.throw(3) > 0) order.splice(dice.throw(order.length + 1), 0, ...moved);
    if (dice.throw(2) === 0) order.splice(dice.throw(order.length + 1), 0, ...moved);
    return order;
  }

  /** Has it said whole, in pieces, or with its end kept for the next time. */
  #deliver(client: number, chunk: Uint8Array, frames: number, mutated: number): void {
    const { dice } = this.#cast;
    const tail = this.#tails.get(client);
    const bytes = tail === undefined ? chunk : new Uint8Array(Buffer.concat([tail, chunk]));
    this.#tails.delete(client);
    const way = dice.throw(64);
    const cuts: number[] = [];
    if (way < 12) cuts.push(dice.throw(bytes.length + 1));
    else if (way === 12 && dice.throw(4) === 0 && bytes.length < 200)
      for (let i = 1; i < bytes.length; i++) cuts.push(i);
    let at = 0;
    for (const cut of cuts) {
      this.#next.push({ act: "say", client, bytes: bytes.slice(at, cut), frames: 0, mutated: 0 });
      at = cut;
    }
    if (way > 60 && bytes.length > 1) {
      const end = 1 + dice.throw(bytes.length - 1);
      this.#tails.set(client, bytes.slice(end));
      this.#next.push({ act: "say", client, bytes: bytes.slice(at, end), frames, mutated });
    } else {
      this.#next.push({ act: "say", client, bytes: at === 0 ? bytes : bytes.slice(at), frames, mutated });
    }
  }

  /** A datagram of a client's, mostly spoilt, and now and then from somebody else's place or with another's id. */
  #datagram(): Action {
    this.#datagramsDue--;
    const { dice, clients, places } = this.#cast;
    const from = dice.throw(clients.length);
    const client = this.#client(from);
    draft.clear();
    writeFrame(draft, this.#cast, client, dice.pick(BY_DATAGRAM));
    if (dice.throw(3) > 0) mutate(draft, dice);
    const id = dice.throw(4) === 0 ? peerOf(this.#cast) : client.id;
    const whole = draft.takeDatagram(id);
    const place = dice.throw(4) === 0 ? dice.throw(places) : from;
    const bytes = dice.throw(20) === 0 ? whole.slice(0, dice.throw(6)) : whole;
    return { act: "datagram", place, bytes };
  }

  #client(client: number): Knowledge {
    return this.#cast.clients[client] as Knowledge;
  }
}
