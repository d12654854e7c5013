import { ClientType } from "../protocol/constants.ts";
import { headType } from "../protocol/decode.ts";
import { ProtocolError } from "../protocol/error.ts";
import { Framer } from "../protocol/framer.ts";
import type { Reader } from "../protocol/reader.ts";
import { kindOf, type Rates, Sent } from "./rates.ts";
import type { Turns } from "./turns.ts";

/** A client whose frames wait is not read any further above so many bytes. */
const BACKLOG_LIMIT = 64 * 1024;

/** So many frames of one client are dealt with at a time, and for so many milliseconds; then it is the others' turn. */
const FRAMES_AT_A_TIME = 256;
const SHARE = 0.5;

/** The clock is looked at before each frame; where one took less than this, only before every so many. */
const QUICK = SHARE / 16;
const QUICK_FRAMES = 16;

/** What all streams of a server share. */
export interface StreamParts {
  /** Milliseconds since any fixed moment; never goes back. */
  readonly clock: () => number;
  /** One for all: they take turns. */
  readonly reader: Reader;
  /** Framers that none needs just now: one is needed only while a chunk is read or frames wait. */
  readonly framers: Framer[];
  readonly rates: Rates;
  readonly turns: Turns;
}

/**
 * What one client sends by TCP: it is cut into frames, which are dealt with in order, and wait while they must: until
 * the others had their turn, until what came of the frames before is written, until the client's rates allow for more.
 */
export abstract class Stream {
  readonly context: StreamParts;
  #framer: Framer | undefined;
  /** What the frames wait for, until they are woken: their turn, the writes to a crowd, the client's rates. */
  #awaited: "turn" | "crowd" | "rate" | undefined;
  /** Whether the next frame has waited for what was put off before it. */
  #hasWaited = false;
  #paused = false;
  /** What the client has sent lately, for its rates; none where that makes no difference. */
  #sent: Sent | undefined;
  /** How many bytes have come. */
  #came = 0;
  /** Why the client has left, where it is heard to its end first. */
  #left: string | undefined;
  /** When the client last sent anything but a Pong. */
  spokeAt: number;

  constructor(context: StreamParts) {
    this.context = context;
    this.spokeAt = context.clock();
  }

  /** Whether what the client sends waits, apart from what a verdict keeps waiting. */
  get waits(): boolean {
    return this.#awaited !== undefined;
  }

  /** How many bytes the client may send from the beginning on: whatever waits takes memory. */
  protected abstract readonly allowance: number;
  /** The largest payload that the client may send, in bytes. */
  protected abstract readonly maximum: number;
  /** Whether the client's next frame is to be dealt with. */
  protected abstract readonly speaks: boolean;
  /** The client sends more than its rates allow: what it sends waits, unless it is let go now. */
  protected abstract overRate(complaint: string): void;
  /** Whether much may come of a frame. */
  protected abstract isCostly(head: number): boolean;
  protected abstract handle(head: number, reader: Reader): void;
  /** What waited is dealt with again. */
  protected abstract woken(): void;
  abstract fail(error: unknown): void;
  abstract lost(reason: string): void;
  protected abstract breach(error: ProtocolError): void;
  protected abstract pause(): void;
  protected abstract resume(): void;

  /** Takes a chunk, from `start` on; it is kept, not copied. */
  protected take(chunk: Uint8Array, start: number, now: number): void {
    const framer = this.#takeFramer();
    framer.push(chunk, start);
    this.#deal(framer, now);
    this.#came += chunk.length - start;
    if (this.#came > this.allowance)
      this.breach(new ProtocolError("too large", `${this.#came} bytes so early`));
  }

  /** What may be sent has changed. */
  protected newMaximum(): void {
    if (this.#framer !== undefined) this.#framer.maximum = this.maximum;
  }

  /** Goes on with the frames, where nothing else keeps them waiting. */
  protected goOn(): void {
    if (this.waits) return;
    this.woken();
    try {
      if (this.#framer !== undefined) this.#deal(this.#framer, this.context.clock());
    } catch (error) {
      this.fail(error);
    }
    if (this.#left !== undefined) this.finish(this.#left);
  }

  /** The client says no more, and has left when it was heard: what waits for nothing but its turn is dealt with first. */
  finish(reason: string): void {
    if (this.#awaited === "turn" || this.#awaited === "crowd") this.#left = reason;
    else this.lost(reason);
  }

  /** Whether a datagram may be taken now. What has to wait is not overtaken, or it would wait while datagrams come. */
  takesDatagram(head: number, size: number, now: number): boolean {
    if (this.#awaited === "crowd" || this.#awaited === "rate") return false;
    return this.#mayAt(head, size, now) === undefined;
  }

  /** Forgets what the client has sent lately, where that makes no difference any more. */
  forgetSent(now: number): void {
    if (this.#sent?.isOver(now)) this.#sent = undefined;
  }

  /** Where much is to be written because of what the client sent, what it sends next waits until that is done. */
  giveWay(): void {
    const { turns } = this.context;
    if (turns.crowded && !this.waits) turns.behind(this.#waitFor("crowd"));
  }

  #deal(framer: Framer, now: number): void {
    this.context.turns.begin(now);
    try {
      this.#dealInTurn(framer, now);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.breach(error);
    }
    if (this.#paused || !framer.idle) this.#pauseOrResume(framer.backlog);
    if (!framer.idle) return;
    this.#framer = undefined;
    this.context.framers.push(framer);
  }

  #dealInTurn(framer: Framer, begun: number): void {
    let now = begun;
    let look = 1;
    for (let frames = 0; this.speaks && !this.waits && framer.next(); frames++) {
      if (frames === look) {
        const before = now;
        now = this.context.clock();
        look += now - before < QUICK ? QUICK_FRAMES : 1;
      }
      const hasTime = frames < FRAMES_AT_A_TIME && now - begun < SHARE;
      if (!this.#mayNow(framer, hasTime, now)) return framer.hold();
      this.handle(framer.head, framer.reader);
      this.giveWay();
    }
  }

  /** Whether the frame that was found is dealt with now; otherwise it waits, or the client is let go. */
  #mayNow(framer: Framer, hasTime: boolean, now: number): boolean {
    const { turns } = this.context;
    if (!hasTime) turns.next(this.#waitFor("turn"));
    else if (this.#mustWait(framer.head, now)) turns.behind(this.#waitFor("turn"));
    else return this.#isAllowed(framer, now);
    return false;
  }

  /** Whether what was put off comes first. Who has waited for those who left does not wait for those who left since. */
  #mustWait(head: number, now: number): boolean {
    const { turns } = this.context;
    const isFull = turns.full(now) && this.isCostly(head) && !(this.#hasWaited && turns.passes());
    const isEarly = turns.leaving && !this.#hasWaited && headType(head) === ClientType.Request;
    this.#hasWaited = isFull || isEarly;
    return this.#hasWaited;
  }

  #isAllowed({ head, size }: Framer, now: number): boolean {
    const { rates, turns } = this.context;
    const at = this.#mayAt(head, size, now);
    if (at === undefined) return true;
    this.overRate(rates.complaint(this.#sent as Sent, size, now));
    if (this.speaks) turns.after(at - now, this.#waitFor("rate"));
    return false;
  }

  /** When the rates allow what the reader is aimed at, later than `now`; undefined where they do, and it is counted. */
  #mayAt(head: number, size: number, now: number): number | undefined {
    const { rates, reader } = this.context;
    if (headType(head) !== ClientType.Pong) this.spokeAt = now;
    this.#sent ??= new Sent();
    const kind = headType(head) === ClientType.Request ? kindOf(reader) : "message";
    return rates.take(this.#sent, kind, size, now);
  }

  /** Makes the frames wait; what it gives wakes them. */
  #waitFor(awaited: "turn" | "crowd" | "rate"): () => void {
    this.#awaited = awaited;
    return () => {
      this.#awaited = undefined;
      this.goOn();
    };
  }

  #pauseOrResume(backlog: number): void {
    const pauses = backlog > BACKLOG_LIMIT && (this.waits || !this.speaks);
    if (pauses === this.#paused) return;
    this.#paused = pauses;
    if (pauses) this.pause();
    else this.resume();
  }

  #takeFramer(): Framer {
    if (this.#framer === undefined) {
      this.#framer = this.context.framers.pop() ?? new Framer(0, this.context.reader);
      this.#framer.maximum = this.maximum;
    }
    return this.#framer;
  }
}
