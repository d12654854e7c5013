import type { Encoded, Frame } from "../../protocol/writer.ts";
import type { Batch, Follower, Link } from "../../relay/link.ts";
import type { Context } from "../../session/context.ts";
import type { Flusher } from "./flusher.ts";
import type { Outbox, OutboxPool, Sink } from "./outbox.ts";
import { BYTES_A_WRITE, LARGE, type Outgoing } from "./outgoing.ts";

/** What all outflows of a server share. */
export interface OutflowParts {
  readonly context: Context;
  readonly flusher: Flusher;
  readonly outboxes: OutboxPool;
}

/** What one connection sends: it is collected for a loop turn, written at its end, and bounded by `limits.outboxHard`. */
export abstract class Outflow implements Outgoing, Follower {
  /** More was to wait for the client than may: it takes nothing more. */
  full = false;
  readonly parts: OutflowParts;
  readonly socket: Sink;
  /** When the client last took anything of what waits, or began to take nothing. */
  protected lastProgress = 0;
  /** The socket did not take all; it says when it takes more. */
  protected congested = false;
  /** What waits; none while nothing does. */
  #outbox: Outbox | undefined;
  /** What comes after what waits. */
  #followed: Batch | undefined;
  /** How many messages were collected since the last write, */
  #collected = 0;
  /** and the turn in which the client may be written to at once: see `#isLone`. */
  #loneTurn = 0;
  inTurn = false;
  isLate = false;
  counted = 0;

  constructor(socket: Sink, parts: OutflowParts) {
    this.socket = socket;
    this.parts = parts;
  }

  abstract readonly session: Link;
  abstract flush(): void;

  /** How many bytes wait. */
  get waiting(): number {
    return this.#outbox?.size ?? 0;
  }

  /** Puts a message after all that waits. One is always taken, however large it is allowed to be. */
  protected queue(frame: Frame): void {
    if (this.#followed !== undefined) this.#catchUp(this.#followed);
    if (frame.end - frame.start >= LARGE) this.#queueLarge(frame);
    else if (this.#isLone()) this.#writeAtOnce(frame.bytes, frame.start, frame.end);
    else this.#add(frame.bytes, frame.start, frame.end);
  }

  follow(batch: Batch): boolean {
    if (this.full) return false;
    if (this.#followed !== undefined) this.#catchUp(this.#followed);
    this.#followed = batch;
    return true;
  }

  unfollow(batch: Batch): void {
    if (this.#followed === batch) this.#catchUp(batch);
  }

  take(batch: Batch): void {
    if (this.#followed !== batch) return;
    this.#followed = undefined;
    const { bytes, end } = this.formOf(batch);
    if (this.#outbox === undefined) this.#writeAtOnce(bytes, 0, end);
    else this.#add(bytes, 0, end);
  }

  /** What there is in a batch, in the form that goes this way. */
  protected formOf(batch: Batch): Encoded {
    return batch;
  }

  /** Writes what waits, as far as it is taken; returns whether nothing is left. */
  protected write(): boolean {
    if (this.#followed !== undefined) this.#catchUp(this.#followed);
    this.parts.flusher.uncount(this);
    this.#loneTurn = this.#collected > 1 ? this.parts.flusher.turn + 2 : 0;
    this.#collected = 0;
    this.congested = this.#outbox?.flush(this.socket) === false;
    if (this.congested) this.lastProgress = this.parts.context.clock();
    else this.forget();
    return !this.congested;
  }

  /** Drops what waits. */
  protected forget(): void {
    this.parts.flusher.uncount(this);
    if (this.#outbox !== undefined) this.parts.outboxes.give(this.#outbox);
    this.#outbox = undefined;
    this.#followed = undefined;
  }

  /** Has what waits flushed, to which so many bytes were added; a socket that takes no more says when it does. */
  protected touch(added: number): void {
    if (!this.congested || this.full) this.parts.flusher.touch(this, added);
  }

  /** Puts a copy of what the batch has after all that waits, and follows it no longer. */
  #catchUp(batch: Batch): void {
    this.#followed = undefined;
    batch.stray(this.session);
    if (batch.end === 0) return;
    const { bytes, end } = this.formOf(batch);
    this.#add(bytes, 0, end);
  }

  /**
   * Whether a message is likely to be the only one for its client in this turn: the last turn had no more either. It is
   * written at once then: collecting it would take longer than all the rest that JavaScript does for it.
   */
  #isLone(): boolean {
    const { flusher } = this.parts;
    if (this.#outbox !== undefined || flusher.turn < this.#loneTurn || !flusher.mayWrite()) return false;
    this.#loneTurn = flusher.turn + 1;
    return true;
  }

  /** Writes to a socket that nothing waits for; what it does not take waits. */
  #writeAtOnce(bytes: Uint8Array, start: number, end: number): void {
    const written = Math.max(0, this.socket.write(bytes, start, end - start));
    if (written === end - start) return;
    this.congested = true;
    this.lastProgress = this.parts.context.clock();
    this.#add(bytes, start + written, end);
  }

  #add(bytes: Uint8Array, start: number, end: number): void {
    const { outboxes } = this.parts;
    const size = end - start;
    this.#collected++;
    if (this.waiting + size > outboxes.turnLimit && !this.#hasRoom(size)) return this.#fill();
    this.#outbox ??= outboxes.take();
    this.#outbox.append(bytes, start, end);
    return this.touch(size);
  }

  /** A large message is not copied, but for a rest of it that is small. */
  #queueLarge(frame: Frame): void {
    const { flusher, outboxes, context } = this.parts;
    let { start } = frame;
    if (this.#outbox === undefined && !flusher.crowded) {
      start += Math.max(0, this.socket.write(frame.bytes, start, frame.end - start));
      flusher.cause((frame.end - frame.start) / BYTES_A_WRITE);
      if (start === frame.end) return;
      this.congested = true;
      this.lastProgress = context.clock();
    }
    const size = frame.end - start;
    if (!this.#hasRoom(size)) return this.#fill();
    this.#outbox ??= outboxes.take();
    if (size < LARGE) this.#outbox.append(frame.bytes, start, frame.end);
    else this.#outbox.share(frame.keep().bytes, start, frame.end);
    this.touch(size);
  }

  /** Whether so many bytes more may wait; what waits for the end of the turn is written where it would be much. */
  #hasRoom(size: number): boolean {
    const { flusher, outboxes } = this.parts;
    const most = this.isLate ? outboxes.limit : outboxes.turnLimit;
    if (this.waiting > 0 && !this.congested && this.waiting + size > most) {
      flusher.cause(this.waiting / BYTES_A_WRITE);
      this.write();
    }
    return this.waiting === 0 || this.waiting + size <= outboxes.limit;
  }

  #fill(): void {
    this.full = true;
    this.touch(0);
  }
}
