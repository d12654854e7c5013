import { type CarriedBy, LoadClient } from "./client.ts";

/** So many connect at a time: the listener's queue would turn more of them away. */
const WAVE = 64;

/** Has so many clients connect and take names, and say nothing from then on; gives what ends each. */
export async function enterIdle(by: CarriedBy, port: number, count: number): Promise<(() => void)[]> {
  const ends: (() => void)[] = [];
  for (let from = 0; from < count; from += WAVE) {
    const length = Math.min(WAVE, count - from);
    const wave = Array.from({ length }, (_, i) => enter(by, port, `${by} ${from + i}`));
    ends.push(...(await Promise.all(wave)));
  }
  return ends;
}

async function enter(by: CarriedBy, port: number, name: string): Promise<() => void> {
  const client = new LoadClient(name);
  await client.enter(port, by);
  return () => client.hangsUp();
}
