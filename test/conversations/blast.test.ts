import { describe, expect } from "bun:test";
import { fromChannel, fromPeer } from "../support/answers.ts";
import { BY_TCP, scene } from "../support/scene.ts";
import { say } from "../support/wire.ts";

describe("a blasted message", () => {
  scene("is relayed by UDP to the peers with a bound port, and not back", async (stage) => {
    const { channel, people } = await stage.boundRoom("Room", "Alice", "Bob", "Carol");
    const [alice, bob, carol] = people;
    const manner = { subchannel: 9, variant: 1 };
    alice.blasts(say.toChannel(channel, "four", manner));
    for (const other of [bob, carol]) await other.hearsBlast(fromChannel(channel, alice.id, "four", manner));
    alice.blasts(say.toPeer(channel, bob.id, "psst"));
    await bob.hearsBlast(fromPeer(channel, alice.id, "psst"));
    for (const everybody of people) await everybody.nothingMore();
  });

  scene("of an Object type is relayed as the matching Object type", async (stage) => {
    const { channel, people } = await stage.boundRoom("Room", "Alice", "Bob");
    const [alice, bob] = people;
    alice.blasts(say.toChannel(channel, "{}", { object: true }));
    alice.blasts(say.toPeer(channel, bob.id, "[]", { object: true }));
    await bob.hearsBlast(
      fromChannel(channel, alice.id, "{}", { object: true }),
      fromPeer(channel, alice.id, "[]", { object: true }),
    );
  });

  scene("is not delivered to TCP peers that never completed UDP", { only: BY_TCP }, async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    await alice.getsWelcomed();
    alice.blasts(say.toChannel(channel, "hi"));
    alice.blasts(say.toPeer(channel, bob.id, "hi"));
    for (const everybody of people) await everybody.nothingMore();
  });

  // The socketless stage has no transport of the server's own.
  const fallback = { settings: { udp: { fallback: "tcp" } }, only: "sockets" } as const;
  scene('is delivered to them as a sent message with udp.fallback = "tcp"', fallback, async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob", "Carol");
    const [alice, bob, carol] = people;
    await alice.getsWelcomed();
    await carol.getsWelcomed();
    alice.blasts(say.toChannel(channel, "hi"));
    alice.blasts(say.toPeer(channel, bob.id, "psst"));
    await bob.hears(fromChannel(channel, alice.id, "hi"), fromPeer(channel, alice.id, "psst"));
    await carol.hearsBlast(fromChannel(channel, alice.id, "hi"));
    for (const everybody of people) await everybody.nothingMore();
  });

  scene("to where its sender is not is dropped and counted", async (stage) => {
    const { channel, people } = await stage.boundRoom("Room", "Alice", "Bob");
    const [, bob] = people;
    const carol = await stage.enter("Carol");
    await carol.getsWelcomed();
    carol.blasts(say.toChannel(channel, "hi"));
    carol.blasts(say.toPeer(channel, bob.id, "hi"));
    bob.blasts(say.toPeer(channel, bob.id, "to myself"));
    bob.blasts(say.toPeer(channel, carol.id, "you are not in it"));
    for (const everybody of [...people, carol]) await everybody.nothingMore();
    expect(stage.counters.strayMessages).toBe(4);
  });

  scene("of the largest size goes through", { only: "sockets" }, async (stage) => {
    const { channel, people } = await stage.boundRoom("Room", "Alice", "Bob");
    const [alice, bob] = people;
    // 65507 bytes are what IPv4 leaves; the sender's id makes what is relayed as long as what was blasted.
    const data = "x".repeat(65_507 - 6);
    alice.blasts(say.toChannel(channel, data));
    await bob.hearsBlast(fromChannel(channel, alice.id, data));
  });
});

describe("keep-alive", () => {
  const settings = { ping: { interval: 0 } };

  scene(
    "when nothing was sent by UDP for 15 s, a Ping datagram",
    { settings, only: "socketless" },
    async (stage) => {
      const { channel, people } = await stage.boundRoom("Room", "Alice", "Bob");
      const [alice, bob] = people;
      await stage.pass(10_000);
      alice.blasts(say.toChannel(channel, "hi"));
      await bob.hearsBlast(fromChannel(channel, alice.id, "hi"));
      await alice.nothingMore();
      await stage.pass(6000);
      await alice.hearsBlast({ type: "Ping" });
      await bob.nothingMore();
      await stage.pass(10_000);
      await bob.hearsBlast({ type: "Ping" });
      for (const everybody of people) await everybody.nothingMore();
    },
  );

  scene(
    "not to who never completed UDP, and not with udp.keepAlive at 0",
    { settings: { ...settings, udp: { keepAlive: 0 } }, only: "socketless" },
    async (stage) => {
      const { people } = await stage.boundRoom("Room", "Alice", "Bob");
      const carol = await stage.enter("Carol");
      await stage.pass(60_000);
      for (const everybody of [...people, carol]) await everybody.nothingMore();
    },
  );
});
