import { SETTING_KEYS } from "../../src/settings/describe.ts";

/** The limits on how fast one client or address may be. */
const RATES = ["messageRate", "byteRate", "requestRate", "listRate", "connectRate"].filter((name) =>
  SETTING_KEYS.includes(`limits.${name}`),
);

/** All of them off, under `limits`: for tools that flood on purpose, and from one address. */
export const RATES_OFF: Readonly<Record<string, 0>> = Object.fromEntries(RATES.map((name) => [name, 0]));
