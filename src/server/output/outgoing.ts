/**
 * Messages from this size on, in bytes, are not copied where a socket takes them: copying costs more than a write. What
 * is smaller must fit the largest buffer of the pool, in which it is collected.
 */
export const LARGE = 16 * 1024;

/** A write of so many bytes takes about as long as two of few. */
export const BYTES_A_WRITE = 8 * 1024;

/** Something that collects output during a loop turn and writes it at the turn's end. */
export interface Flushable {
  flush(): void;
}

/** What one client, or many alike, are to be sent. */
export interface Outgoing extends Flushable {
  /** How many bytes wait. */
  readonly waiting: number;
  /** The flusher's own, false and 0 when it is flushed: whether that is due at the end of the turn, or was put off */
  inTurn: boolean;
  /** (true still when there is more to flush: then it goes on with that), */
  isLate: boolean;
  /** and how many bytes are counted of what was put off. */
  counted: number;
}
