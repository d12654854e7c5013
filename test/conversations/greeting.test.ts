import { describe, expect } from "bun:test";
import { failure, fromChannel } from "../support/answers.ts";
import { BY_TCP, scene } from "../support/scene.ts";
import { bytes, say } from "../support/wire.ts";

describe("before a Connect is accepted a frame has 1 KiB at most", () => {
  scene("one of just that size is taken, and whether it is a Connect is looked at", async (stage) => {
    const alice = await stage.open();
    alice.sends("00");
    alice.sends(bytes([0x90, 254, 0, 4], new Uint8Array(1024)));
    alice.says(say.connect("x".repeat(1023)));
    await alice.hears(failure("Connect", "Version mismatch"));
    await alice.closed();
  });

  scene(
    "one of a byte more ends the connection as soon as its header is there",
    { only: BY_TCP },
    async (stage) => {
      const alice = await stage.open();
      alice.sends("00");
      alice.sends("00 fe 0104");
      await alice.closed();
      expect(stage.counters.protocolErrors).toBe(1);
    },
  );

  scene("and afterwards as much as limits.maxMessageSize says", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const data = "x".repeat(1025);
    people[0].says(say.toChannel(channel, data));
    await people[1].hears(fromChannel(channel, people[0].id, data));
  });
});
