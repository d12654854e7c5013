import type { Reader } from "../protocol/reader.ts";

/**
 * Where a conversation stands: waiting for the zero byte, for a Connect that is accepted, talking, waiting for an
 * owner's verdict, over. (Whether the client has a name is the client's own matter.)
 */
export type Phase = "opening" | "greeting" | "connected" | "deciding" | "closed";

/** Handles one message; `reader` is aimed at its payload. */
export type Handler<Session> = (session: Session, head: number, reader: Reader, blasted: boolean) => void;

/** A row of the table of message types. */
export interface Route<Session> {
  readonly type: string;
  /** The phases in which the message may come. */
  readonly phases: readonly Phase[];
  readonly by: "tcp" | "udp" | "either";
  readonly handle: Handler<Session>;
}
