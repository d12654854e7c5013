import { TYPES } from "./assets.ts";

/** Prints what an editor knows of hook files. */
export async function printTypes(): Promise<number> {
  await Bun.write(Bun.stdout, Bun.file(TYPES));
  return 0;
}
