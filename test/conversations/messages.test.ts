import { describe, expect } from "bun:test";
import type { Hooks } from "../../src/index.ts";
import { fromChannel, fromPeer, peerLeft, success } from "../support/answers.ts";
import { BY_TCP, scene } from "../support/scene.ts";
import { frame, hex, say } from "../support/wire.ts";

describe("a channel message", () => {
  scene("is relayed to every other peer, with the sender's id, and not back", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob", "Carol");
    const [alice, bob, carol] = people;
    const outsider = await stage.enter("Dave");
    await outsider.joins("Elsewhere");
    alice.says(say.toChannel(channel, "hi", { subchannel: 7 }));
    for (const other of [bob, carol])
      await other.hears(fromChannel(channel, alice.id, "hi", { subchannel: 7 }));
    for (const everybody of [alice, bob, carol, outsider]) await everybody.nothingMore();
  });

  scene("is relayed byte for byte", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    alice.says(say.toChannel(channel, hex("00ff80c3"), { subchannel: 255, variant: 2 }));
    const ids = Buffer.from([channel & 255, channel >> 8, alice.id & 255, alice.id >> 8]).toString("hex");
    await bob.hearsFrame(`22 09 ff ${ids} 00ff80c3`);
  });

  scene("of no data is relayed too", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    alice.says(say.toChannel(channel, ""));
    await bob.hears(fromChannel(channel, alice.id, ""));
  });

  const settings = { websocket: { maxMessageSize: "1MiB" } };
  // The sender's id makes what is relayed two bytes longer: each size form is crossed at another length.
  for (const length of [248, 249, 250, 251, 65_529, 65_530, 65_531, 65_532, 300_000]) {
    scene(`of ${length} bytes is relayed in the shortest size form`, { settings }, async (stage) => {
      const { channel, people } = await stage.room("Room", "Alice", "Bob");
      const [alice, bob] = people;
      alice.says(say.toChannel(channel, "x".repeat(length)), say.toChannel(channel, "and more"));
      await bob.hears(
        fromChannel(channel, alice.id, "x".repeat(length)),
        fromChannel(channel, alice.id, "and more"),
      );
    });
  }

  scene("in a longer size form than needed is taken", { only: BY_TCP }, async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    for (const form of ["u16", "u32"] as const) {
      alice.sends(frame(say.toChannel(channel, form), form));
      await bob.hears(fromChannel(channel, alice.id, form));
    }
  });
});

describe("a peer message", () => {
  scene("is relayed to the one peer, with the sender's id", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob", "Carol");
    const [alice, bob, carol] = people;
    alice.says(say.toPeer(channel, bob.id, "hi", { subchannel: 7, variant: 2 }));
    await bob.hears(fromPeer(channel, alice.id, "hi", { subchannel: 7, variant: 2 }));
    for (const everybody of [alice, bob, carol]) await everybody.nothingMore();
  });
});

describe("channel message to a channel one is not in", () => {
  scene("dropped silently and counted", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const carol = await stage.enter("Carol");
    for (const id of [channel, channel + 1, 0, 0xffff]) carol.says(say.toChannel(id, "hi"));
    for (const everybody of [...people, carol]) await everybody.nothingMore();
    expect(stage.counters.strayMessages).toBe(4);
  });

  scene("dropped silently when a leave crosses it", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    bob.says(say.leave(channel), say.toChannel(channel, "hi"));
    await bob.hears(success("LeaveChannel", { channel }));
    await alice.hears(peerLeft(channel, bob.id));
    for (const everybody of people) await everybody.nothingMore();
  });
});

describe("peer message to someone not in that channel, or to oneself", () => {
  scene("dropped silently and counted", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    const carol = await stage.enter("Carol");
    const elsewhere = await carol.joins("Elsewhere");
    alice.says(say.toPeer(channel, carol.id, "not in it"), say.toPeer(channel, alice.id, "to myself"));
    alice.says(say.toPeer(channel, 0xffff, "nobody"), say.toPeer(elsewhere, carol.id, "I am not in it"));
    carol.says(say.toPeer(channel, bob.id, "I am not in it"), say.toPeer(0xffff, bob.id, "nowhere"));
    for (const everybody of [alice, bob, carol]) await everybody.nothingMore();
    expect(stage.counters.strayMessages).toBe(6);
  });
});

describe("number variant (1) whose data is not 4 bytes; variants above 2", () => {
  scene("relayed as they are", { only: BY_TCP }, async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    for (let variant = 0; variant < 16; variant++) {
      alice.says(say.toChannel(channel, "abc", { variant }), say.toPeer(channel, bob.id, "abc", { variant }));
      await bob.hears(
        fromChannel(channel, alice.id, "abc", { variant }),
        fromPeer(channel, alice.id, "abc", { variant }),
      );
    }
  });

  scene(
    "dropped and counted with messages.strictVariants",
    { settings: { messages: { strictVariants: true } }, only: BY_TCP },
    async (stage) => {
      const { channel, people } = await stage.room("Room", "Alice", "Bob");
      const [alice, bob] = people;
      for (const data of ["", "abc", "abcde"]) {
        alice.says(
          say.toChannel(channel, data, { variant: 1 }),
          say.toPeer(channel, bob.id, data, { variant: 1 }),
        );
      }
      for (let variant = 3; variant < 16; variant++) alice.says(say.toChannel(channel, "abcd", { variant }));
      for (let variant = 0; variant < 3; variant++) alice.says(say.toChannel(channel, "abcd", { variant }));
      for (let variant = 0; variant < 3; variant++)
        await bob.hears(fromChannel(channel, alice.id, "abcd", { variant }));
      for (const everybody of people) await everybody.nothingMore();
      expect(stage.counters.refusedMessages).toBe(3 + 3 + 13);
    },
  );
});

describe("Object message", () => {
  scene("relayed as the matching Object type; bytes untouched", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    const object = { object: true, subchannel: 3 };
    for (const json of ['{ "a" : 1.0 }', "no JSON at all", ""]) {
      alice.says(say.toChannel(channel, json, object), say.toPeer(channel, bob.id, json, object));
      await bob.hears(
        fromChannel(channel, alice.id, json, object),
        fromPeer(channel, alice.id, json, object),
      );
    }
    await alice.nothingMore();
  });
});

describe("a server message", () => {
  scene("has no answer", async (stage) => {
    const { people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    alice.says(say.toServer("hi"), say.toServer("{}", { object: true }));
    await alice.nothingMore();
    await bob.nothingMore();
  });
});

describe("allow.messagesToServer", () => {
  const received: string[] = [];
  const hooks: Hooks = { messageReceived: (_client, message) => void received.push(message.text) };

  scene(
    "drops the texts that it does not allow",
    { settings: { allow: { messagesToServer: "L*,32" } }, hooks },
    async (stage) => {
      const alice = await stage.enter("Alice");
      alice.says(say.toServer("number 1"), say.toServer("no number"));
      await alice.nothingMore();
      expect(received.splice(0)).toEqual(["no number"]);
      expect(stage.counters.refusedMessages).toBe(1);
    },
  );
});

describe("allow.messagesToClients", () => {
  scene(
    "drops the texts that it does not allow",
    { settings: { allow: { messagesToClients: "L*,32" } } },
    async (stage) => {
      const { channel, people } = await stage.room("Room", "Alice", "Bob");
      const [alice, bob] = people;
      alice.says(say.toChannel(channel, "number 1"), say.toPeer(channel, bob.id, "a\nb"));
      alice.says(
        say.toChannel(channel, "no number"),
        say.toChannel(channel, hex("01000000"), { variant: 1 }),
      );
      await bob.hears(fromChannel(channel, alice.id, "no number"));
      await bob.hears(fromChannel(channel, alice.id, "\u0001\0\0\0", { variant: 1 }));
      await bob.nothingMore();
    },
  );
});
