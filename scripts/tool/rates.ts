import { SETTING_KEYS } from "../../src/settings/describe.ts";

/** The settings that say how fast one client or address may be. */
const RATES = SETTING_KEYS.filter((key) => /^limits\.(?!over).*Rate$/.test(key));

/** All rates off, under `limits`: for tools that flood on purpose, and from one address. */
export const RATES_OFF: Readonly<Record<string, 0>> = Object.fromEntries(
  RATES.map((key) => [key.slice("limits.".length), 0]),
);

/** The same as flags of the program. */
export const RATES_OFF_FLAGS: readonly string[] = RATES.flatMap((key) => ["--set", `${key}=0`]);
