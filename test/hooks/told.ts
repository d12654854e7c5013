/** What is true of every hook that is told: its failures are passed over. */
import { expect } from "bun:test";
import type { Hooks, ToldHook } from "../../src/hooks/hooks.ts";
import type { Player } from "../support/player.ts";
import type { Stage } from "../support/stage.ts";
import { hooked } from "./hooked.ts";

/** What a hook must not do, and what an owner may do all the same. */
const FAILURES: Record<string, () => unknown> = {
  "an error": () => {
    throw new Error("the database is gone");
  },
  "a failure that is no error": () => {
    throw null;
  },
  "a rejection": () => Promise.reject(new Error("the database is gone")),
  "a rejection that is no error": async () => {
    await Bun.sleep(0);
    throw undefined;
  },
  "a promise that is never kept": () => Promise.withResolvers<void>().promise,
  "an answer": () => false,
};

/** Makes the hook's occasion come about, and hears that it did. */
type Happen = () => Promise<void>;

/** Whatever the hook does, what it is told of has happened, and nobody is harmed. */
export function passedOver(
  name: ToldHook,
  set: (stage: Stage, bystander: Player, hooks: Hooks) => Promise<Happen>,
): void {
  for (const [title, answer] of Object.entries(FAILURES)) {
    hooked(`${title} is passed over`, async (stage, hooks) => {
      const bystander = await stage.enter("Bystander");
      const happen = await set(stage, bystander, hooks);
      let calls = 0;
      Object.assign(hooks, {
        [name]: () => {
          calls++;
          return answer();
        },
      });
      await happen();
      await bystander.nothingMore();
      expect(calls).toBeGreaterThan(0);
    });
  }
}
