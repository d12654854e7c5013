import type { Frame } from "../protocol/writer.ts";
import type { Follower, TransportKind } from "../relay/link.ts";

/**
 * Why a conversation ends, as WebSocket clients are told by a code (section 7): the client left, it was not accepted or
 * does not speak the protocol, said something too large, did or met what the owner does not want, or the server stops.
 */
export type Ending = "left" | "refused" | "too large" | "policy" | "stopping";

/** What carries a session's bytes. The session cannot tell one from another; none of these calls back into it. */
export interface Transport {
  readonly kind: TransportKind;
  /** The client's IP address; an IPv4 address in its own form. */
  readonly address: string;
  /** Whether more was to wait for the client than may: it is about to be let go. */
  readonly full: boolean;
  /** Whether so much waits for the client that blasts to it are dropped: `limits.outbox`. */
  readonly laden: boolean;
  /** Takes part in what many are sent alike; none where each message must be sent by itself. */
  readonly follower?: Follower;
  /** Queues a message after all that was queued before. */
  send(frame: Frame): void;
  /** Queues a blast for a client that has no UDP, if there is a way for it: section 3, "delivery". */
  blast(frame: Frame): void;
  /** Stops taking in bytes, so that the pressure reaches the client. */
  pause(): void;
  resume(): void;
  /** The client's Connect was accepted. */
  accepted(): void;
  /** The client broke the protocol. */
  breached(): void;
  /** Ends the connection when what is queued has gone out; the reason is for people. */
  end(ending: Ending, reason: string): void;
}

/** Sends datagrams from the server's UDP port, unreliably. */
export interface Datagrams {
  /** Queues a datagram; its bytes must not change afterwards. */
  send(datagram: Uint8Array, port: number, address: string): void;
}
