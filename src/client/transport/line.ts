import type { Reader } from "../../protocol/reader.ts";
import type { Frame } from "../../protocol/writer.ts";

/** Of a server's frames, the largest payload that is taken: 16 MiB. */
export const LARGEST_FRAME = 16 << 20;

/** How long the other end may take to close a line that was ended here, in milliseconds. */
export const PARTING = 2000;

/** The way to a server, whatever it is made of. What is given to it is copied, or on its way when it returns. */
export interface Line {
  readonly transport: "tcp" | "websocket";
  /** Whether blasts go out just now. */
  readonly blasts: boolean;
  /** Bytes that were sent and are still in this program. */
  readonly waiting: number;
  send(frame: Frame): void;
  /** Blasts a message; false where it cannot be. */
  blast(frame: Frame): boolean;
  /** The server has accepted the connection and given it this id: blasts can be prepared. */
  accepted(id: number): void;
  /** Ends the connection after what was sent; within some seconds it has `ended`, whatever the other end does. */
  close(): void;
}

/** Who is on this end of a line. */
export interface LineListener {
  /** A message came; `reader` is aimed at its payload and holds until this returns. */
  heard(head: number, reader: Reader, blasted: boolean): void;
  /** Blasts can go out now, or (`false`) have not got through so far. */
  blastsChanged(ready: boolean): void;
  /** The line has ended, of itself or because it was closed. Called once, and only for a line that was opened. */
  ended(reason: string): void;
}
