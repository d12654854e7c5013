import { describe, expect } from "bun:test";
import { failure, peerLeft } from "../support/answers.ts";
import type { Player } from "../support/player.ts";
import { scene } from "../support/scene.ts";
import type { Stage } from "../support/stage.ts";
import { type Said, say } from "../support/wire.ts";

const SECOND = 1000;

/** Lets time pass in which each of them says something every second. */
async function talk(stage: Stage, seconds: number, ...talkers: readonly (readonly [Player, () => Said])[]) {
  for (let second = 0; second < seconds; second++) {
    await stage.pass(SECOND);
    for (const [player, say] of talkers) player.says(say());
  }
}

describe("limits.inactivity", () => {
  const settings = { limits: { inactivity: "10s" } };
  const only = "socketless";

  scene(
    "a client that says nothing but Pongs for so long is let go, and told why",
    { settings, only },
    async (stage) => {
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      const [ann, bob] = people;
      const talks = [bob, () => say.toServer("hi")] as const;
      await talk(stage, 9, [ann, say.pong], talks);
      await stage.pass(900);
      expect([ann.standing, ann.unheard()]).toEqual(["talking", []]);
      await stage.pass(100);
      await ann.hears(failure("Connect", "Inactive for too long"));
      await ann.closed();
      await bob.hears(peerLeft(channel, ann.id));
      await talk(stage, 20, talks);
      await bob.nothingMore();
      expect(stage.counters.inactive).toBe(1);
    },
  );

  scene("whatever else it says counts, by UDP too", { settings, only }, async (stage) => {
    const ann = await stage.enter("Ann");
    await ann.getsWelcomed();
    for (const message of [say.list(), say.toServer("hi"), say.leave(0)]) {
      await talk(stage, 9, [ann, say.pong]);
      ann.says(message);
    }
    for (let i = 0; i < 3; i++) {
      await talk(stage, 9, [ann, say.pong]);
      ann.blasts(say.toServer("hi"));
    }
    expect([ann.standing, stage.counters.inactive]).toEqual(["talking", 0]);
  });

  scene(
    "holds with real time",
    { settings: { limits: { inactivity: "100ms" } }, only: "sockets" },
    async (stage) => {
      const ann = await stage.enter("Ann");
      await ann.hears(failure("Connect", "Inactive for too long"));
      await ann.closed();
    },
  );

  scene("is off by default", { only }, async (stage) => {
    const ann = await stage.enter("Ann");
    await talk(stage, 3600, [ann, say.pong]);
    expect(ann.standing).toBe("talking");
  });
});
