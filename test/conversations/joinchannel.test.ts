import { describe, expect } from "bun:test";
import { failure, peer, peerLeft, success } from "../support/answers.ts";
import { scene } from "../support/scene.ts";
import { say } from "../support/wire.ts";

const HIDDEN = 1;
const AUTO_CLOSE = 2;

describe("JoinChannel without a name", () => {
  scene('failure "Name not set"', async (stage) => {
    const alice = await stage.open();
    await alice.connects();
    alice.says(say.join("Room"));
    await alice.hears(failure("JoinChannel", "Name not set", { name: "Room" }));
    alice.says(say.join("Room"));
    // No flags byte in a failure: section 5.1.
    await alice.hearsFrame("00 13 02 00 04 526f6f6d 4e616d65206e6f7420736574");
    expect(await alice.lists()).toEqual({});
  });
});

describe("JoinChannel, bad channel name", () => {
  for (const name of ["", " \u3000", "Ro\0om", "Room\n", "r".repeat(256)]) {
    scene(`failure "Invalid channel name": ${JSON.stringify(name.slice(0, 9))}`, async (stage) => {
      const alice = await stage.enter("Alice");
      alice.says(say.join(name));
      await alice.hears(failure("JoinChannel", /^Invalid channel name/, { name: name.slice(0, 255) }));
      expect(await alice.lists()).toEqual({});
    });
  }
});

describe("JoinChannel, already in it", () => {
  scene('failure "Already part of channel"', async (stage) => {
    const { people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    bob.says(say.join("Room"), say.join("ROOM"));
    await bob.hears(failure("JoinChannel", "Already part of channel", { name: "Room" }));
    await bob.hears(failure("JoinChannel", "Already part of channel", { name: "ROOM" }));
    await alice.nothingMore();
  });
});

describe("JoinChannel, own name taken there", () => {
  scene('failure "Name already taken"', async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice] = people;
    const other = await stage.enter("ALICE");
    other.says(say.join("Room"), say.toChannel(channel, "hi"));
    await other.hears(failure("JoinChannel", "Name already taken", { name: "Room" }));
    await alice.nothingMore();
    await other.takesName("Carol");
    await other.joins("Room");
    await alice.hears(peer(channel, other.id, "Carol"));
  });
});

describe("JoinChannel, limits reached", () => {
  scene(
    "failure naming the limit: limits.channelsPerClient",
    { settings: { limits: { channelsPerClient: 2 } } },
    async (stage) => {
      const alice = await stage.enter("Alice");
      const one = await alice.joins("One");
      await alice.joins("Two");
      alice.says(say.join("Three"));
      await alice.hears(failure("JoinChannel", /2/, { name: "Three" }));
      alice.says(say.leave(one));
      await alice.hears(success("LeaveChannel", { channel: one }));
      await alice.joins("Three");
    },
  );

  scene(
    "failure naming the limit: limits.peersPerChannel",
    { settings: { limits: { peersPerChannel: 2 } } },
    async (stage) => {
      const { people } = await stage.room("Room", "Alice", "Bob");
      const carol = await stage.enter("Carol");
      carol.says(say.join("Room"));
      await carol.hears(failure("JoinChannel", /2/, { name: "Room" }));
      await people[0].nothingMore();
    },
  );

  scene(
    "failure naming the limit: limits.channels",
    { settings: { limits: { channels: 2 } } },
    async (stage) => {
      const { channel, people } = await stage.room("One", "Alice", "Bob");
      const [alice, bob] = people;
      const two = await alice.joins("Two");
      bob.says(say.join("Three"));
      await bob.hears(failure("JoinChannel", /2/, { name: "Three" }));
      await bob.joins("Two");
      await alice.hears(peer(two, bob.id, "Bob"));
      bob.says(say.leave(channel));
      await bob.hears(success("LeaveChannel", { channel }));
      alice.says(say.leave(channel));
      await alice.hears(peerLeft(channel, bob.id), success("LeaveChannel", { channel }));
      await bob.joins("Three");
    },
  );
});

describe("JoinChannel creates", () => {
  scene("the client is master; who comes later is told so", async (stage) => {
    const [alice, bob, carol] = [
      await stage.enter("Alice"),
      await stage.enter("Bob"),
      await stage.enter("Carol"),
    ];
    alice.says(say.join("Room"));
    const created = await alice.next();
    expect(created).toEqual(
      success("JoinChannel", { flags: 1, name: "Room", channel: expect.any(Number), peers: [] }),
    );
    const channel = (created as { channel: number }).channel;
    const peers = [
      { peer: alice.id, flags: 1, name: "Alice" },
      { peer: bob.id, flags: 0, name: "Bob" },
    ];
    bob.says(say.join("Room"));
    await bob.hears(success("JoinChannel", { flags: 0, name: "Room", channel, peers: peers.slice(0, 1) }));
    carol.says(say.join("Room"));
    await carol.hears(success("JoinChannel", { flags: 0, name: "Room", channel, peers }));
    await alice.hears(peer(channel, bob.id, "Bob"), peer(channel, carol.id, "Carol"));
    await bob.hears(peer(channel, carol.id, "Carol"));
    for (const everybody of [alice, bob, carol]) await everybody.nothingMore();
  });

  scene("hidden as flagged; flags matter only to the creator", async (stage) => {
    const [alice, bob] = [await stage.enter("Alice"), await stage.enter("Bob")];
    await alice.joins("Secret", HIDDEN);
    await alice.joins("Open");
    await bob.joins("Secret");
    await bob.joins("Open", HIDDEN | AUTO_CLOSE);
    expect(await (await stage.enter("Carol")).lists()).toEqual({ Open: 2 });
  });

  scene(
    "not to be closed with channels.autoClose off",
    { settings: { channels: { autoClose: false } } },
    async (stage) => {
      const [alice, bob] = [await stage.enter("Alice"), await stage.enter("Bob")];
      const channel = await alice.joins("Room", AUTO_CLOSE);
      await bob.joins("Room");
      alice.says(say.leave(channel));
      await bob.hears(peerLeft(channel, alice.id));
      await bob.nothingMore();
    },
  );
});

describe("channel names", () => {
  scene("found by their simplified form; the channel keeps the spelling of its creator", async (stage) => {
    const { channel, people } = await stage.room("Café  Noir", "Alice");
    const bob = await stage.enter("Bob");
    bob.says(say.join(" CAFE noir"));
    const peers = [{ peer: people[0].id, flags: 1, name: "Alice" }];
    await bob.hears(success("JoinChannel", { flags: 0, name: "Café  Noir", channel, peers }));
    expect(await bob.lists()).toEqual({ "Café  Noir": 2 });
  });
});
