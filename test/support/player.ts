import { expect } from "bun:test";
import type { RequestName } from "../../src/protocol/constants.ts";
import { Inbox } from "./inbox.ts";
import type { Company, Place } from "./place.ts";
import {
  bytes,
  Cutter,
  datagram,
  frame,
  type Heard,
  hex,
  type Said,
  say,
  type Text,
  toHex,
  understand,
} from "./wire.ts";

/** The way from a player to the server, for bytes. */
export interface Line {
  write(data: Uint8Array): void;
  /** Sends a FIN; what the server still says is heard. */
  finish(): void;
}

/** A channel that one who says this can never be in, so that the answer to leaving it marks a point in the conversation. */
const NOWHERE = 0xffff;

/** One client of a conversation: what it says is in `says`, what it must hear in `hears`. */
export class Player {
  /** Known once the server has told. */
  id = NOWHERE;
  readonly place: Place;
  readonly #company: Company;
  readonly #line: Line;
  readonly #cutter = new Cutter();
  readonly #inbox = new Inbox();

  constructor(company: Company, line: Line, place: Place) {
    this.#company = company;
    this.#line = line;
    this.place = place;
  }

  /** "new" until the server has accepted it, "gone" when anybody has hung up. */
  get standing(): "new" | "talking" | "gone" {
    if (this.#finished || this.#inbox.ended) return "gone";
    return this.id === NOWHERE ? "new" : "talking";
  }
  #finished = false;

  /** Sends bytes as they are (hex where a string), in one piece. */
  sends(data: Uint8Array | string): void {
    this.#line.write(typeof data === "string" ? hex(data) : data);
  }

  /** Says messages by TCP, all in one piece. */
  says(...messages: readonly Said[]): void {
    this.sends(bytes(...messages.map((message) => frame(message))));
  }

  /** Says a message by UDP. */
  blasts(message: Said): void {
    this.place.sends(datagram(message, this.id));
  }

  /** Half-closes its TCP connection. */
  finishes(): void {
    this.#finished = true;
    this.#line.finish();
  }

  /** Called by the stage with what the server sent by TCP. */
  receive(chunk: Uint8Array): void {
    for (const said of this.#cutter.push(chunk)) {
      const heard = understand(said);
      if (heard.type === "Response" && heard.success && heard.request === "Connect") this.id = heard.id;
      this.#inbox.put(heard, said);
    }
  }

  /** Called by the stage when the server has closed the TCP connection. */
  receiveEnd(): void {
    this.#inbox.end();
  }

  next(): Promise<Heard> {
    return this.#inbox.next();
  }

  /** The next things heard by TCP are these, and nothing in between. */
  async hears(...expected: readonly Heard[]): Promise<void> {
    for (const heard of expected) expect(await this.next()).toEqual(heard);
  }

  /** The next frame heard by TCP, byte for byte. */
  async hearsFrame(expected: string): Promise<void> {
    const said = await this.#inbox.nextSaid();
    expect(toHex(frame(said))).toBe(expected.replaceAll(" ", ""));
  }

  /** The next things heard by UDP are these. */
  hearsBlast(...expected: readonly Heard[]): Promise<void> {
    return this.place.hears(...expected);
  }

  /** Nothing unheard is left, by TCP or UDP, nor comes when everybody's words have had their effect. */
  async nothingMore(): Promise<void> {
    await this.#company.settle();
    expect(this.#inbox.waiting).toEqual([]);
    expect(this.#inbox.ended).toBe(false);
    await this.place.nothingMore();
  }

  /** All that was not asked for yet, in order. */
  unheard(): readonly Heard[] {
    return this.#inbox.drain();
  }

  /** All that still comes until the server closes the connection. */
  async rest(): Promise<readonly Heard[]> {
    await this.#inbox.over();
    return this.#inbox.drain();
  }

  /** The server closes the connection, and says nothing unheard before it does. */
  async closed(): Promise<void> {
    await this.#inbox.over();
    expect(this.#inbox.waiting).toEqual([]);
  }

  /** Comes back when all that was said to it so far is heard. */
  async catchUp(): Promise<void> {
    const caughtUp = this.#inbox.divert(
      (heard) => heard.type === "Response" && !heard.success && heard.channel === NOWHERE,
    );
    this.says(say.leave(NOWHERE));
    await caughtUp;
  }

  /** Gets connected, and tells the welcome text. */
  async connects(): Promise<string> {
    this.sends("00");
    this.says(say.connect());
    return (await this.#succeeds("Connect")).welcome;
  }

  async takesName(name: Text): Promise<void> {
    this.says(say.setName(name));
    await this.#succeeds("SetName");
  }

  /** Joins a channel, and tells its id. */
  async joins(name: Text, flags = 0): Promise<number> {
    this.says(say.join(name, flags));
    return (await this.#succeeds("JoinChannel")).channel;
  }

  /** Asks for the channel list, and tells the peer counts by channel name. */
  async lists(): Promise<Record<string, number>> {
    this.says(say.list());
    const { channels } = await this.#succeeds("ChannelList");
    return Object.fromEntries(channels.map(({ name, peers }) => [name, peers]));
  }

  /** Gets its UDP port bound. */
  async getsWelcomed(): Promise<void> {
    this.blasts(say.hello());
    await this.hearsBlast({ type: "UDPWelcome" });
  }

  /** The next thing heard is the success of this request. */
  async #succeeds<Name extends RequestName>(request: Name) {
    const heard = await this.next();
    expect(heard).toMatchObject({ type: "Response", request, success: true });
    return heard as Extract<Heard, { readonly request: Name; readonly success: true }>;
  }
}
