import type { Turns } from "../../session/turns.ts";
import { Collected, type CollectedParts } from "./collected.ts";
import { Late } from "./late.ts";
import type { Flushable, Outgoing } from "./outgoing.ts";
import type { Pacer } from "./pacer.ts";
import { Queue } from "./queue.ts";
import { Wheel } from "./wheel.ts";

/** What a flusher is made with. */
export interface FlusherParts extends CollectedParts {
  /** Is told what a flush throws, which keeps none of the others from being flushed. */
  readonly report: (error: unknown) => void;
}

/** So many writes because of one client are done at the end of the turn; those beyond are put off. */
const FEW = 128;

/** How long what may cost much is begun in a turn, and how long what was put off is done in one: milliseconds. */
const TURN = 4;
const SLICE = 1;

/** No more is begun that may cost much while so many bytes wait that were put off. */
const MOST_WAITING = 8 << 20;

/**
 * Flushes what was touched in a loop turn, once, when everything that was readable has been taken in. One write per
 * recipient and turn instead of one per message is 11 times the deliveries per second in a saturated channel of 100.
 *
 * A write takes some 8 us: what one client causes beyond a few of them is put off, in order, and done a little in each
 * turn, after the others' writes. So a crowd of thousands is told everything without anybody else waiting for that.
 */
export class Flusher implements Turns {
  readonly #clock: () => number;
  readonly #report: (error: unknown) => void;
  readonly #wheel: Wheel;
  readonly #pacer: Pacer;
  readonly #touched: Flushable[] = [];
  readonly #collected: Collected;
  /** How many writes come of whoever has begun last. */
  #caused = 0;
  readonly #next = new Queue<() => void>();
  readonly #late = new Late();
  /** How many have left who are not gone yet. */
  #leaving = 0;
  #turnBegan = 0;
  #scheduled = false;
  /** The turns of the loop in which there was something to do, counted. */
  turn = 1;

  constructor(parts: FlusherParts) {
    this.#clock = parts.clock;
    this.#pacer = parts.pacer;
    this.#report = parts.report;
    this.#wheel = new Wheel(parts.clock);
    this.#collected = new Collected(parts);
  }

  begin(now: number): void {
    this.#caused = 0;
    this.#collected.keep();
    if (!this.#scheduled) this.#turnBegan = now;
    this.#wake();
  }

  full(now: number): boolean {
    return now - this.#turnBegan > TURN || this.#late.waiting > MOST_WAITING;
  }

  passes(): boolean {
    return this.#late.passes();
  }

  get crowded(): boolean {
    return this.#caused > FEW;
  }

  /** Counts what is written, or will be, in writes of few bytes. */
  cause(writes: number): void {
    const wasCrowded = this.crowded;
    this.#caused += writes;
    if (this.crowded && !wasCrowded) this.#putOffCrowd();
  }

  /** Has `item` flushed at the end of this turn. It must not be scheduled again before that. */
  schedule(item: Flushable): void {
    this.#touched.push(item);
    this.#wake();
  }

  /** Has what so many are sent flushed, to which so many bytes were added: at the end of the turn, if it is no crowd. */
  touch(item: Outgoing, added: number, writes = 1): void {
    this.#pacer.deliveries += writes;
    if (item.inTurn) return;
    this.#pacer.writes += writes;
    this.cause(writes);
    this.#wake();
    if (this.crowded) return this.#late.putOff(item, added);
    this.uncount(item);
    this.#collected.add(item);
  }

  /** Whether what is to be written need not wait for the end of the turn. */
  get writesAtOnce(): boolean {
    return !this.crowded && !this.#pacer.waits;
  }

  /** Whether something may be written at once, before the end of the turn; if so, it is counted. */
  mayWrite(): boolean {
    if (!this.writesAtOnce) return false;
    this.cause(1);
    if (this.crowded) return false;
    this.#pacer.deliveries++;
    this.#pacer.writes++;
    return true;
  }

  /** What a client was to be sent is written, or need not be. */
  uncount(item: Outgoing): void {
    this.#late.uncount(item);
  }

  next(work: () => void): void {
    this.#next.push(work);
    this.#wake();
  }

  behind(work: () => void): void {
    this.#late.add({ flush: work });
    this.#wake();
  }

  leave(work: () => void): void {
    this.#leaving++;
    this.behind(() => {
      this.#leaving--;
      work();
    });
  }

  get leaving(): boolean {
    return this.#leaving > 0;
  }

  after(delay: number, work: () => void): void {
    this.#wheel.after(delay, () => this.#do(work));
  }

  /** Does at once all that was put off or left for the next turn, and wakes nobody any more. */
  stop(): void {
    this.#wheel.stop();
    this.#pacer.stop();
    do {
      this.#doNext();
      if (this.#late.length > 0) this.#doLate();
      this.#collected.flush(this.#flushOne);
    } while (this.#next.length > 0 || this.#late.length > 0);
  }

  /** Those whom the crowd's first messages have touched are put off with the rest. */
  #putOffCrowd(): void {
    this.#collected.dropFresh((item) => this.#late.putOff(item, item.waiting));
    this.#wake();
  }

  #wake(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(this.#flush);
  }

  /** What a flush touches (the peers of a slow reader that is let go) is flushed in the same go. */
  readonly #flush = (): void => {
    if (this.#next.length > 0) this.#doNext();
    this.#flushTouched();
    this.#collected.flushInTime(this.#flushOne);
    if (this.#late.length > 0) {
      this.#doLate();
      this.#collected.flushInTime(this.#flushOne);
    }
    // What came of that (a slow reader is let go, and a hook blasts its farewell) would wait for somebody to speak.
    this.#flushTouched();
    this.#scheduled = false;
    this.turn++;
    this.#caused = 0;
    if (this.#next.length === 0 && this.#late.length === 0) return this.#collected.rest(this.#goOn);
    this.#goOn();
    return undefined;
  };

  /** Begins another turn, whether anything comes in or not. */
  readonly #goOn = (): void => {
    this.#turnBegan = this.#clock();
    this.#wake();
  };

  #doNext(): void {
    this.#turnBegan = this.#clock();
    for (let count = this.#next.length; count > 0; count--) {
      this.#do(this.#next.shift() as () => void);
      if (this.full(this.#clock())) return;
    }
  }

  #flushTouched(): void {
    for (let i = 0; i < this.#touched.length; i++) this.#flushOne(this.#touched[i] as Flushable);
    this.#touched.length = 0;
  }

  #doLate(): void {
    this.#turnBegan = this.#clock();
    do this.#late.doFirst(this.#flushOne);
    while (this.#late.length > 0 && this.#clock() - this.#turnBegan < SLICE);
    this.#flushTouched();
  }

  readonly #flushOne = (item: Flushable): void => {
    try {
      item.flush();
    } catch (error) {
      this.#report(error);
    }
  };

  #do(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#report(error);
    }
  }
}
