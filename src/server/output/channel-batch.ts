import type { Encoded, Frame } from "../../protocol/writer.ts";
import { type Audience, type Fanout, sendToEach } from "../../relay/fanout.ts";
import type { Batch, Link } from "../../relay/link.ts";
import { copyBytes } from "./bytes.ts";
import type { Flusher } from "./flusher.ts";
import type { OutboxPool } from "./outbox.ts";
import { BYTES_A_WRITE, LARGE, type Outgoing } from "./outgoing.ts";

/** In a channel of fewer nobody gains: all but one or two would be the senders. */
const LEAST_AUDIENCE = 4;

/** So many of a crowd are written to at a time. */
const PORTION = 32;

/** What is said alone in a turn is written to so many at once. */
const FEW = 32;

const NOTHING = new Uint8Array(0);

interface Formed {
  readonly form: (batch: Encoded) => Encoded;
  readonly end: number;
  readonly encoded: Encoded;
}

/** What all batches of a server share. */
export interface BatchParts {
  readonly flusher: Flusher;
  readonly outboxes: OutboxPool;
}

/**
 * What is said in one channel during a loop turn: collected once, and written as it is to everybody who has heard all
 * of it, that is, to everybody but those who said something (and those who came, or whom something else was sent).
 * Against a copy for each this is 1.3 times the deliveries per second with deep pipelines, 2.1 times at 1 KiB.
 */
export class ChannelBatch implements Fanout, Batch, Outgoing {
  bytes: Uint8Array = NOTHING;
  end = 0;
  inTurn = false;
  isLate = false;
  counted = 0;
  readonly #audience: Audience;
  readonly #parts: BatchParts;
  /** Those of the audience who do not follow: what is said is sent to each by itself. */
  readonly #strays: Link[] = [];
  /** What there was up to `end`, in another form. */
  #formed: Formed | undefined;
  /** How many of the audience have been written to, while that takes several goes. */
  #written = 0;
  /** The last turn in which something was said, */
  #turn = 0;
  /** and until when what is said is collected, since there was more than one message in a turn. */
  #busyUntil = 0;

  constructor(audience: Audience, parts: BatchParts) {
    this.#audience = audience;
    this.#parts = parts;
  }

  /** How many bytes are to be written. */
  get waiting(): number {
    return this.end * this.#audience.length;
  }

  send(frame: Frame, except?: Link): void {
    const size = frame.end - frame.start;
    const isPlain =
      this.#audience.length < LEAST_AUDIENCE || size >= LARGE || this.#isLone() || !this.#hasRoom(size);
    if (isPlain) return sendToEach(this.#audience, frame, except);
    if (this.end === 0) this.#open(except);
    else except?.follower?.unfollow(this);
    for (const stray of this.#strays) if (stray !== except) stray.send(frame);
    copyBytes(frame.bytes, this.bytes, this.end, frame.start, frame.end);
    this.end += size;
    this.#parts.flusher.touch(this, size * this.#audience.length, this.#audience.length);
  }

  entered(link: Link): void {
    if (this.end > 0) this.#strays.push(link);
  }

  left(link: Link): void {
    if (this.end === 0) return;
    // While it is being written, the last of the audience may take the place of who leaves, and be passed over. But
    // that somebody has left is said next, and whatever is said then gives a copy to all who have had none.
    link.follower?.unfollow(this);
    const index = this.#strays.indexOf(link);
    if (index >= 0) this.#strays.splice(index, 1);
  }

  stray(link: Link): void {
    this.#strays.push(link);
  }

  as(form: (batch: Encoded) => Encoded): Encoded {
    if (this.#formed?.end !== this.end || this.#formed.form !== form)
      this.#formed = { form, end: this.end, encoded: form(this) };
    return this.#formed.encoded;
  }

  /** Writes to everybody who follows; to a crowd, to some of them: it stays late until all have been written to. */
  flush(): void {
    const audience = this.#audience;
    const last = this.isLate ? Math.min(audience.length, this.#written + PORTION) : audience.length;
    this.inTurn = false;
    this.isLate = false;
    try {
      while (this.#written < last) audience[this.#written++]?.client.link.follower?.take(this);
    } catch (error) {
      this.#settle();
      throw error;
    }
    if (this.#written < audience.length) this.isLate = true;
    else this.#close();
  }

  /** Begins with an empty batch, which everybody follows who can. */
  #open(except: Link | undefined): void {
    for (const { client } of this.#audience) {
      const { link } = client;
      if (link === except || !link.follower?.follow(this)) this.#strays.push(link);
    }
  }

  /** Whether a message is likely to be the only one of this turn: the last two had no more either. */
  #isLone(): boolean {
    const { flusher } = this.#parts;
    const { turn } = flusher;
    if (turn === this.#turn) this.#busyUntil = turn + 2;
    this.#turn = turn;
    return this.end === 0 && turn > this.#busyUntil && this.#audience.length <= FEW && flusher.writesAtOnce;
  }

  #close(): void {
    const { flusher, outboxes } = this.#parts;
    flusher.uncount(this);
    if (this.bytes !== NOTHING) outboxes.giveBuffer(this.bytes);
    this.bytes = NOTHING;
    this.end = 0;
    this.#written = 0;
    this.#formed = undefined;
    this.#strays.length = 0;
  }

  /** Gives a copy to everybody who was not written to. */
  #settle(): void {
    for (const { client } of this.#audience) client.link.follower?.unfollow(this);
    this.#close();
  }

  /** Makes room for so many bytes, by writing what there is if it must; false where that cannot be now. */
  #hasRoom(size: number): boolean {
    if (this.#written > 0) return false;
    const { flusher, outboxes } = this.#parts;
    const needed = this.end + size;
    if (needed <= this.bytes.length) return true;
    if (needed > outboxes.batchLimit) {
      if (this.isLate) return false;
      flusher.cause(Math.ceil(this.waiting / BYTES_A_WRITE));
      if (this.isLate) return false;
      this.flush();
    }
    this.#grow(this.end + size);
    return true;
  }

  #grow(size: number): void {
    const { outboxes } = this.#parts;
    const larger = outboxes.takeBuffer(size);
    copyBytes(this.bytes, larger, 0, 0, this.end);
    if (this.bytes !== NOTHING) outboxes.giveBuffer(this.bytes);
    this.bytes = larger;
  }
}
