/** How long a part may take, in milliseconds. */
const PART = 4;

/** Acts on each of them, in parts between which the loop turns: nobody else waits for all of them. */
export async function inParts<T>(
  all: Iterable<T>,
  act: (one: T) => void,
  clock: () => number,
): Promise<void> {
  let begun = clock();
  for (const one of all) {
    act(one);
    if (clock() - begun < PART) continue;
    await new Promise<void>((resolve) => setImmediate(resolve));
    begun = clock();
  }
}
