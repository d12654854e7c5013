import { expect } from "bun:test";
import { Inbox } from "./inbox.ts";
import { datagram, type Heard, say, understand } from "./wire.ts";

/** The way from a place to the server, for datagrams. */
export interface Post {
  send(data: Uint8Array): void;
}

/** Those who are in a conversation together. */
export interface Company {
  readonly places: Place[];
  /** Comes back when everything that was said has had its effect and all of that is heard. */
  settle(): Promise<void>;
}

/** A UDP port, and what is heard there. */
export class Place {
  readonly #post: Post;
  readonly #inbox = new Inbox();
  readonly #company: Company;
  /** The client that this port was welcomed for. */
  bound: number | undefined;
  /** Whether anything was ever sent from here. */
  used = false;
  /** The client that last said hello from here. */
  #introduced: number | undefined;

  constructor(company: Company, post: Post) {
    this.#company = company;
    this.#post = post;
    company.places.push(this);
  }

  sends(data: Uint8Array): void {
    this.used = true;
    if (data[0] === 0x70 && data.length >= 3) this.#introduced = Buffer.from(data).readUInt16LE(1);
    this.#post.send(data);
  }

  receive(data: Uint8Array): void {
    const heard = understand({ head: data[0] ?? 0xff, payload: data.subarray(1) });
    if (heard.type === "UDPWelcome") this.#bind();
    this.#inbox.put(heard);
  }

  /** A client has one bound port: the one that was welcomed last. */
  #bind(): void {
    for (const place of this.#company.places) if (place.bound === this.#introduced) place.bound = undefined;
    this.bound = this.#introduced;
  }

  next(): Promise<Heard> {
    return this.#inbox.next();
  }

  async hears(...expected: readonly Heard[]): Promise<void> {
    for (const heard of expected) expect(await this.next()).toEqual(heard);
  }

  /** All that was not asked for yet, in order. */
  unheard(): readonly Heard[] {
    return this.#inbox.drain();
  }

  async nothingMore(): Promise<void> {
    await this.#company.settle();
    expect(this.#inbox.waiting).toEqual([]);
  }

  /** Comes back when all that was sent to this port so far is heard. Only for a bound port. */
  async catchUp(): Promise<void> {
    const caughtUp = this.#inbox.divert((heard) => heard.type === "UDPWelcome");
    this.sends(datagram(say.hello(), this.bound ?? 0xffff));
    await caughtUp;
  }
}
