import fc from "fast-check";
import type { Action } from "./action.ts";

/** Whether these actions, on a fresh stand, still lead to a complaint. */
export type Fails = (actions: readonly Action[]) => Promise<boolean>;

/** A case is given up shrinking after so many tries. */
const MOST_TRIES = 20_000;

/** The fewest and shortest of a case's actions that fast-check finds to fail still. */
export async function shrink(actions: readonly Action[], fails: Fails): Promise<readonly Action[]> {
  const fewer = await fewest(actions, fails);
  return shortest(fewer, fails);
}

/** What a property that does not hold for `whole` is shrunk to. */
async function smallest<T>(
  parts: fc.Arbitrary<T>,
  whole: T,
  fails: (some: T) => Promise<boolean>,
): Promise<T> {
  let tries = 0;
  const property = fc.asyncProperty(parts, async (some) => ++tries > MOST_TRIES || !(await fails(some)));
  const { counterexample } = await fc.check(property, { examples: [[whole]], numRuns: 1 });
  return counterexample?.[0] ?? whole;
}

async function fewest(actions: readonly Action[], fails: Fails): Promise<readonly Action[]> {
  return smallest(fc.subarray([...actions], { minLength: 1 }), [...actions], fails);
}

/** Leaves out bytes of what is said. */
async function shortest(actions: readonly Action[], fails: Fails): Promise<readonly Action[]> {
  const indices = actions.map((action) => Array.from("bytes" in action ? action.bytes : [], (_, i) => i));
  const cut = (kept: readonly (readonly number[])[]) =>
    actions.map((action, at): Action => {
      if (!("bytes" in action)) return action;
      return { ...action, bytes: Uint8Array.from(kept[at] ?? [], (i) => action.bytes[i] as number) };
    });
  const parts = fc.tuple(...indices.map((each) => fc.subarray(each)));
  return cut(await smallest(parts, indices, (kept) => fails(cut(kept))));
}
