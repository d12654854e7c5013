import type { Settings } from "../settings/schema.ts";

/** The settings that say who may be where. */
export type RelaySettings = Pick<Settings, "names" | "channels" | "limits" | "allow" | "server">;
