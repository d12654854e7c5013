import { LONGEST_WAIT, type Pace, type Senders } from "./pace.ts";
import { Ways } from "./ways.ts";

/** A datagram that has not come to everybody after so long is given up, or its sender would stop for good. */
const GIVEN_UP_AFTER = 100_000;
/** How often that is looked at. */
const SWEEP = 20_000;

/** Each sender has so many messages under way: when one has come to everybody, it sends the next. */
export class ClosedLoop implements Pace {
  readonly #crew: Senders;
  readonly #ways: Ways;
  readonly #window: number;
  /** The places of each sender: a power of two, which is quick to divide by. */
  readonly #places: number;
  /** For each place: how many have yet to get the message in it, and when it was sent. */
  readonly #missing: Int32Array;
  readonly #sentAt: Float64Array;
  /** The senders that may send another: a message of theirs has come to everybody, or was given up. */
  readonly #ready: Int32Array;
  #readyCount = 0;
  #sweptAt = 0;

  constructor(crew: Senders, window: number) {
    this.#crew = crew;
    this.#window = window;
    this.#ways = new Ways(crew.plan.transport);
    // By two ways, as many as are under way may go out by one while the first of the other is still on its way.
    this.#places = this.#ways.count * 2 ** Math.ceil(Math.log2(window));
    const places = crew.plan.senders * this.#places;
    this.#missing = new Int32Array(places);
    this.#sentAt = new Float64Array(places);
    this.#ready = new Int32Array(places);
  }

  start(now: number): void {
    this.#sweptAt = now;
    for (let i = 0; i < this.#window; i++)
      for (let sender = 0; sender < this.#crew.plan.senders; sender++) this.#send(sender);
  }

  turn(now: number): number {
    // What is sent here is heard in a later turn.
    const count = this.#readyCount;
    this.#readyCount = 0;
    for (let i = 0; i < count; i++) this.#send(this.#ready[i] as number);
    if (this.#ways.hasUdp && now - this.#sweptAt > SWEEP) this.#sweep(now);
    return LONGEST_WAIT;
  }

  sentAt(sender: number, number: number): number {
    return this.#sentAt[this.#placeOf(sender, number)] as number;
  }

  delivered(sender: number, number: number): void {
    const place = this.#placeOf(sender, number);
    const missing = this.#missing[place] as number;
    if (missing === 0) return; // a datagram that was given up
    this.#missing[place] = missing - 1;
    if (missing === 1) this.#ready[this.#readyCount++] = sender;
  }

  answered(): void {}

  #placeOf(sender: number, number: number): number {
    return sender * this.#places + (number & (this.#places - 1));
  }

  #send(sender: number): void {
    const place = this.#placeOf(sender, this.#crew.nextNumber(sender));
    // A datagram that was lost is in the way: those behind it have come. It is given up, and one more takes its part.
    if (this.#missing[place] !== 0) this.#ready[this.#readyCount++] = sender;
    this.#missing[place] = this.#crew.audience(sender);
    this.#sentAt[place] = this.#crew.send(sender);
  }

  #sweep(now: number): void {
    this.#sweptAt = now;
    for (const [place, missing] of this.#missing.entries()) {
      if (missing === 0 || now - (this.#sentAt[place] as number) < GIVEN_UP_AFTER) continue;
      const sender = Math.floor(place / this.#places);
      // Numbers in one place are all odd or all even where there are two ways. What is sent always comes.
      if (!this.#ways.isBlast(sender, place % this.#places)) continue;
      this.#missing[place] = 0;
      this.#send(sender);
    }
  }
}
