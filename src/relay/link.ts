import type { Frame } from "../protocol/writer.ts";

/** What carries a client's messages, `tls` being TCP that is encrypted: WebSocket clients have no UDP (section 7). */
export type TransportKind = "tcp" | "tls" | "websocket";

/**
 * What the relay needs of a client's connection. `send`, `blast` and `ping` never call back into the relay, whatever
 * becomes of the connection: they are safe in the middle of a fan-out.
 */
export interface Link {
  readonly transport: TransportKind;
  /** The client's IP address; IPv4 in its own form. */
  readonly address: string;
  /** Queues an encoded message, in order after all that was sent before. */
  send(frame: Frame): void;
  /** Queues an encoded message to go unreliably: section 3, "delivery". */
  blast(frame: Frame): void;
  /** Sends a Ping; with `timeout` (milliseconds) the client is let go when it says nothing for so long. */
  ping(timeout?: number): void;
  /** Ends the connection after what is queued. With a reason the client is told it by a Connect failure. */
  disconnect(reason?: string): void;
}
