import type { Transport } from "./ways.ts";

/** What a load is made of. */
export interface Plan {
  /** How many clients connect. */
  readonly clients: number;
  /** The channels that they share out between them; 0: they only connect. */
  readonly channels: number;
  /** How many of the clients send. */
  readonly senders: number;
  /** Bytes of each message: at least {@link LEAST_PAYLOAD}. */
  readonly payload: number;
  /** Messages a second from each sender; 0: each has `window` of them under way at all times. */
  readonly rate: number;
  readonly window: number;
  /** Whether messages are sent, blasted, or both in turn. */
  readonly transport: Transport;
  /** Whether the senders leave and join their channel in turn, instead of sending. */
  readonly churn: boolean;
  /** How long the clients say nothing once they have entered, in seconds. */
  readonly idle?: number;
  /** How long is measured, and how long before that the load is on, in seconds. */
  readonly duration: number;
  readonly warmup: number;
}

/** The number of the sender and of the message, of four bytes each; a byte that says "whole". */
export const LEAST_PAYLOAD = 9;
