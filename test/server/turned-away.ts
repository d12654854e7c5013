import { Caller } from "./caller.ts";

/**
 * Connects, and is closed without a word: resolves with true. The end may come so soon that Bun calls it no connection
 * at all.
 */
export async function turnedAway(port: number): Promise<boolean> {
  const caller = await Caller.call(port).catch((error: { code?: string }) => error);
  return caller instanceof Caller ? (await caller.rest()).length === 0 : caller.code === "ECONNRESET";
}
