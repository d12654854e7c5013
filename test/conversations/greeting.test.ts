import { describe, expect } from "bun:test";
import { failure, fromChannel } from "../support/answers.ts";
import { BY_TCP, scene } from "../support/scene.ts";
import { bytes, say } from "../support/wire.ts";

describe("before a Connect is accepted a client may say 1 KiB", () => {
  scene("in a frame of just that size: whether it is a Connect is looked at", async (stage) => {
    const alice = await stage.open();
    alice.sends("00");
    alice.says(say.connect("x".repeat(1023)));
    await alice.hears(failure("Connect", "Version mismatch"));
    await alice.closed();
    expect(stage.counters.protocolErrors).toBe(0);
  });

  scene("in all, and one byte more ends the connection", { only: BY_TCP }, async (stage) => {
    const alice = await stage.open();
    alice.sends("00");
    const pong = bytes([0x90, 254, 0, 4], new Uint8Array(1024));
    alice.sends(pong);
    await stage.pass(100);
    expect(stage.counters.protocolErrors).toBe(0);
    alice.sends("90");
    await alice.closed();
    expect(stage.counters.protocolErrors).toBe(1);
  });

  scene(
    "and what follows a Connect whose verdict is awaited counts",
    {
      only: BY_TCP,
      hooks: { acceptConnection: () => Promise.withResolvers<undefined>().promise },
    },
    async (stage) => {
      const alice = await stage.open();
      alice.sends("00");
      alice.says(say.connect());
      for (let i = 0; i < 40; i++) alice.says(say.toServer("x".repeat(30)));
      await alice.closed();
      expect(stage.counters.protocolErrors).toBe(1);
    },
  );

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
