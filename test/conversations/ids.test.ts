import { describe, expect } from "bun:test";
import { success } from "../support/answers.ts";
import { scene } from "../support/scene.ts";
import { say } from "../support/wire.ts";

/** 1 to 65534: 0xFFFF is never given out, and neither is 0. */
const IDS = 65_534;

describe("a freed id is given out again as late as possible", () => {
  scene("a client's", async (stage) => {
    const [alice, bob] = [await stage.enter("Alice"), await stage.enter("Bob")];
    for (const gone of [alice, bob]) {
      gone.finishes();
      await gone.closed();
    }
    const carol = await stage.enter("Carol");
    expect([alice.id, bob.id]).not.toContain(carol.id);
  });

  scene("a channel's", async (stage) => {
    const alice = await stage.enter("Alice");
    const channel = await alice.joins("Room");
    alice.says(say.leave(channel));
    await alice.hears(success("LeaveChannel", { channel }));
    expect(await alice.joins("Room")).not.toBe(channel);
  });

  scene(
    "the longest-free one first, and 0xFFFF never",
    { only: "socketless", lasts: 60_000 },
    async (stage) => {
      const alice = await stage.enter("Alice");
      const kept = await alice.joins("Kept");
      const freed: number[] = [];
      for (let times = 1; times < IDS; times++) {
        alice.says(say.join("Room"));
        const { channel } = (await alice.next()) as { channel: number };
        alice.says(say.leave(channel));
        await alice.next();
        freed.push(channel);
      }
      expect(new Set([kept, ...freed]).size).toBe(IDS);
      expect(freed).not.toContain(0xffff);
      for (const longestFree of freed.slice(0, 20))
        expect(await alice.joins(`Room ${longestFree}`)).toBe(longestFree);
    },
  );
});
