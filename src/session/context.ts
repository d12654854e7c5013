import type { Owner } from "../hooks/owner.ts";
import type { Log } from "../log.ts";
import type { Framer } from "../protocol/framer.ts";
import type { Reader } from "../protocol/reader.ts";
import type { Registry } from "../relay/registry.ts";
import type { Settings } from "../settings/schema.ts";
import type { Counters } from "./counters.ts";
import type { Datagrams } from "./transport.ts";

/** What all sessions of a server share. */
export interface Context {
  readonly settings: Settings;
  readonly registry: Registry;
  readonly owner: Owner;
  readonly counters: Counters;
  readonly log: Log;
  readonly datagrams: Datagrams;
  /** Milliseconds since any fixed moment; never goes back. */
  readonly clock: () => number;
  /** One for all: sessions take turns. */
  readonly reader: Reader;
  /** Framers that no session needs just now: one is needed only while a chunk is read or a frame is incomplete. */
  readonly framers: Framer[];
}
