import type { Encoded, Frame } from "../protocol/writer.ts";

/** What carries a client's messages, `tls` being TCP that is encrypted: WebSocket clients have no UDP (section 7). */
export type TransportKind = "tcp" | "tls" | "websocket";

/** Messages that many are to be sent alike, in their TCP form. */
export interface Batch extends Encoded {
  /** What there is in the form of another transport, which is made once for all who need it. */
  as(form: (batch: Encoded) => Encoded): Encoded;
  /** A client that followed has been given what there is; whatever comes after it is sent by itself. */
  stray(link: Link): void;
}

/**
 * A connection that can be written what many are sent alike without having a copy of it. What it is sent otherwise
 * comes after what there is in the batch that it follows: nothing is reordered.
 */
export interface Follower {
  /** From now on follows this batch and no other; false where it cannot. */
  follow(batch: Batch): boolean;
  /** Is given a copy of what there is, if it follows this batch, and follows it no longer. */
  unfollow(batch: Batch): void;
  /** Is written what there is, if it follows this batch, and follows it no longer. */
  take(batch: Batch): void;
}

/**
 * What the relay needs of a client's connection. `send`, `blast` and `ping` never call back into the relay, whatever
 * becomes of the connection: they are safe in the middle of a fan-out.
 */
export interface Link {
  readonly transport: TransportKind;
  /** The client's IP address; IPv4 in its own form. */
  readonly address: string;
  /** Takes part in what many are sent alike; none where each message must be sent by itself. */
  readonly follower?: Follower | undefined;
  /** Queues an encoded message, in order after all that was sent before. */
  send(frame: Frame): void;
  /** Queues an encoded message to go unreliably: section 3, "delivery". */
  blast(frame: Frame): void;
  /** Sends a Ping; with `timeout` (milliseconds) the client is let go when it says nothing for so long. */
  ping(timeout?: number): void;
  /** Ends the connection after what is queued. With a reason the client is told it by a Connect failure. */
  disconnect(reason?: string): void;
}
