import { describe } from "bun:test";
import { failure, peer, success } from "../support/answers.ts";
import { scene } from "../support/scene.ts";
import { say } from "../support/wire.ts";

const INVALID = /^Invalid name/;

describe("SetName", () => {
  scene("success: the name", async (stage) => {
    const alice = await stage.open();
    await alice.connects();
    alice.says(say.setName("Zoë"));
    await alice.hearsFrame("00 07 01 01 04 5a6fc3ab");
    await alice.nothingMore();
  });

  scene("255 bytes are a name", async (stage) => {
    const name = "é".repeat(127).concat("e");
    const alice = await stage.enter(name);
    const channel = await alice.joins("Room");
    const bob = await stage.enter("Bob");
    bob.says(say.join("Room"));
    await bob.hears(
      success("JoinChannel", {
        flags: 0,
        name: "Room",
        channel,
        peers: [{ peer: alice.id, flags: 1, name }],
      }),
    );
  });
});

describe("SetName: empty or only white space, longer than 255 bytes, NUL or control characters, or not allowed", () => {
  const names = [
    "",
    " ",
    " \u00a0\u3000 ",
    "\t",
    "Al\0ice",
    "Alice\0",
    "Al\nice",
    "\x1bAlice",
    "Ali\u0085ce",
    "\x7f",
  ];
  for (const name of names) {
    scene(`failure "Invalid name"; the connection stays: ${JSON.stringify(name)}`, async (stage) => {
      const alice = await stage.open();
      await alice.connects();
      alice.says(say.setName(name));
      await alice.hears(failure("SetName", INVALID, { name }));
      await alice.takesName("Alice");
    });
  }

  const tooLong = {
    ascii: ["a".repeat(256), 255],
    "two bytes a character": ["é".repeat(128), 127],
    much: ["x".repeat(70_000), 255],
  } as const;
  for (const [title, [name, kept]] of Object.entries(tooLong)) {
    scene(
      `failure "Invalid name" with the name cut to 255 bytes at a character boundary: ${title}`,
      { settings: { websocket: { maxMessageSize: "1MiB" } } },
      async (stage) => {
        const alice = await stage.open();
        await alice.connects();
        alice.says(say.setName(name));
        await alice.hears(failure("SetName", INVALID, { name: name.slice(0, kept) }));
        await alice.takesName("Alice");
      },
    );
  }

  scene(
    "failure for what the name policy does not allow",
    { settings: { allow: { clientNames: "L*,32" } } },
    async (stage) => {
      const alice = await stage.open();
      await alice.connects();
      alice.says(say.setName("Alice 2"), say.setName("Alice Zoë"));
      await alice.hears(
        failure("SetName", INVALID, { name: "Alice 2" }),
        success("SetName", { name: "Alice Zoë" }),
      );
    },
  );

  scene("a failed rename changes nothing and tells nobody", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    bob.says(say.setName(""));
    await bob.hears(failure("SetName", INVALID, { name: "" }));
    await alice.nothingMore();
    const carol = await stage.enter("Carol");
    carol.says(say.join("Room"));
    const peers = [
      { peer: alice.id, flags: 1, name: "Alice" },
      { peer: bob.id, flags: 0, name: "Bob" },
    ];
    await carol.hears(success("JoinChannel", { flags: 0, name: "Room", channel, peers }));
  });
});

describe("SetName: taken", () => {
  scene('failure "Name already taken" among the peers of the channels one is in', async (stage) => {
    const { people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    bob.says(say.setName("alice"));
    await bob.hears(failure("SetName", "Name already taken", { name: "alice" }));
    await alice.nothingMore();
  });

  scene("in any one of them", async (stage) => {
    const { people } = await stage.room("One", "Alice", "Bob");
    const other = await stage.room("Two", "Carol", "Dave");
    const [, bob] = people;
    await bob.joins("Two");
    bob.says(say.setName("Dave"));
    await bob.hears(failure("SetName", "Name already taken", { name: "Dave" }));
    await other.people[1].hears(peer(other.channel, bob.id, "Bob"));
    await other.people[1].nothingMore();
  });

  scene("elsewhere it is free", async (stage) => {
    const { people } = await stage.room("Room", "Alice", "Bob");
    const carol = await stage.enter("Carol");
    await carol.joins("Elsewhere");
    await carol.takesName("Alice");
    await people[0].nothingMore();
  });

  scene("free again when its holder has another, or has left the channel", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob", "Carol");
    const [alice, bob, carol] = people;
    await alice.takesName("Eve");
    await bob.hears(peer(channel, alice.id, "Eve", 1));
    await bob.takesName("Alice");
    carol.says(say.leave(channel));
    await bob.hears({ type: "PeerLeft", channel, peer: carol.id });
    await bob.takesName("Carol");
  });

  scene(
    'anywhere with names.unique = "server"',
    { settings: { names: { unique: "server" } } },
    async (stage) => {
      const alice = await stage.enter("Alice");
      const bob = await stage.open();
      await bob.connects();
      bob.says(say.setName("ALICE"));
      await bob.hears(failure("SetName", "Name already taken", { name: "ALICE" }));
      await alice.takesName("Eve");
      await bob.takesName("ALICE");
      bob.finishes();
      await bob.closed();
      await alice.takesName("Alice");
    },
  );
});

describe("SetName to exactly the current name, byte for byte", () => {
  scene("success, nothing broadcast", async (stage) => {
    const { people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    bob.says(say.setName("Bob"));
    await bob.hears(success("SetName", { name: "Bob" }));
    await alice.nothingMore();
    await bob.nothingMore();
  });
});

describe("a rename", () => {
  scene(
    "success to the client; Peer (id, flags, new name) to every other peer in each shared channel",
    async (stage) => {
      const { channel: one, people } = await stage.room("One", "Alice", "Bob", "Carol");
      const [alice, bob, carol] = people;
      const two = await bob.joins("Two");
      await alice.joins("Two");
      await bob.hears(peer(two, alice.id, "Alice"));
      const dave = await stage.enter("Dave");

      bob.says(say.setName("Robert"));
      await bob.hears(success("SetName", { name: "Robert" }));
      // Alice is in both channels; in the second one Bob is the master.
      await alice.hears(peer(one, bob.id, "Robert"), peer(two, bob.id, "Robert", 1));
      await carol.hears(peer(one, bob.id, "Robert"));
      for (const everybody of [alice, bob, carol, dave]) await everybody.nothingMore();
    },
  );

  scene("to another spelling of one's own name is one too", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    await bob.takesName("BOB");
    await alice.hears(peer(channel, bob.id, "BOB"));
  });
});
