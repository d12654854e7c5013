import fc from "fast-check";
import type { Action } from "./action.ts";

/** Whether these actions, on a fresh stand, still lead to a complaint. */
export type Fails = (actions: readonly Action[]) => Promise<boolean>;

/** How long fast-check may look for less, twice: milliseconds. */
const PATIENCE = 20_000;
/** Longer ones are not tried with bytes left out. */
const LONGEST = 4096;

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
  const end = performance.now() + PATIENCE;
  const property = fc.asyncProperty(parts, async (some) => performance.now() > end || !(await fails(some)));
  const { counterexample } = await fc.check(property, { examples: [[whole]], numRuns: 1 });
  return counterexample?.[0] ?? whole;
}

async function fewest(actions: readonly Action[], fails: Fails): Promise<readonly Action[]> {
  return smallest(fc.subarray([...actions], { minLength: 1 }), [...actions], fails);
}

/** What of an action may be left out. */
const bytesOf = (action: Action) =>
  "bytes" in action && action.bytes.length <= LONGEST ? action.bytes : new Uint8Array();

/** Leaves out bytes of what is said. */
async function shortest(actions: readonly Action[], fails: Fails): Promise<readonly Action[]> {
  const indices = actions.map((action) => Array.from(bytesOf(action), (_, i) => i));
  const cut = (kept: readonly (readonly number[])[]) =>
    actions.map((action, at): Action => {
      const bytes = bytesOf(action);
      if (bytes.length === 0) return action;
      return { ...action, bytes: Uint8Array.from(kept[at] ?? [], (i) => bytes[i] as number) } as Action;
    });
  const parts = fc.tuple(...indices.map((each) => fc.subarray(each)));
  return cut(await smallest(parts, indices, (kept) => fails(cut(kept))));
}
