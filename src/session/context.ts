import type { Owner } from "../hooks/owner.ts";
import type { Log } from "../log.ts";
import type { Registry } from "../relay/registry.ts";
import type { Settings } from "../settings/schema.ts";
import type { Counters } from "./counters.ts";
import type { StreamParts } from "./stream.ts";
import type { Datagrams } from "./transport.ts";

/** What all sessions of a server share. */
export interface Context extends StreamParts {
  readonly settings: Settings;
  readonly registry: Registry;
  readonly owner: Owner;
  readonly counters: Counters;
  readonly log: Log;
  readonly datagrams: Datagrams;
}
