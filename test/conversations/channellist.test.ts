import { describe, expect } from "bun:test";
import { failure, success } from "../support/answers.ts";
import { scene } from "../support/scene.ts";
import { say } from "../support/wire.ts";

describe("ChannelList", () => {
  scene("success: peer count and name of each visible channel", async (stage) => {
    await stage.room("One", "Alice", "Bob");
    await stage.room("Zwei", "Carol");
    const dave = await stage.open();
    await dave.connects();
    expect(await dave.lists()).toEqual({ One: 2, Zwei: 1 });
  });
});

describe("ChannelList disabled", () => {
  scene(
    'channels.listing = "empty": success with no channels',
    { settings: { channels: { listing: "empty" } } },
    async (stage) => {
      const { people } = await stage.room("Room", "Alice");
      people[0].says(say.list());
      await people[0].hears(success("ChannelList", { channels: [] }));
    },
  );

  scene(
    '"deny": failure "Channel listing not enabled"',
    { settings: { channels: { listing: "deny" } } },
    async (stage) => {
      const alice = await stage.enter("Alice");
      alice.says(say.list());
      await alice.hears(failure("ChannelList", "Channel listing not enabled"));
      await alice.nothingMore();
    },
  );
});
