import { describe, expect } from "bun:test";
import { failure, fromChannel, peer, peerLeft, success } from "../support/answers.ts";
import { scene } from "../support/scene.ts";
import { say } from "../support/wire.ts";

const AUTO_CLOSE = 2;

describe("LeaveChannel, not in it", () => {
  scene('failure "No such channel" with the id as sent', async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice");
    const bob = await stage.enter("Bob");
    for (const id of [channel, channel + 1, 0, 0xfffe]) {
      bob.says(say.leave(id));
      await bob.hears(failure("LeaveChannel", "No such channel", { channel: id }));
    }
    await people[0].nothingMore();
  });

  scene("as after leaving it once", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    bob.says(say.leave(channel), say.leave(channel));
    await bob.hears(
      success("LeaveChannel", { channel }),
      failure("LeaveChannel", "No such channel", { channel }),
    );
    await alice.hears(peerLeft(channel, bob.id));
    await alice.nothingMore();
  });
});

describe("a client leaves or disconnects", () => {
  scene("the other peers get Peer (leave)", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob", "Carol");
    const [alice, bob, carol] = people;
    bob.says(say.leave(channel));
    await bob.hears(success("LeaveChannel", { channel }));
    for (const other of [alice, carol]) await other.hears(peerLeft(channel, bob.id));
    await bob.nothingMore();
    carol.finishes();
    await alice.hears(peerLeft(channel, carol.id));
    await alice.nothingMore();
    await bob.nothingMore();
  });

  scene("in each of its channels", async (stage) => {
    const { channel: one, people } = await stage.room("One", "Alice", "Bob");
    const [alice, bob] = people;
    const two = await bob.joins("Two");
    await alice.joins("Two");
    bob.finishes();
    const heard = [await alice.next(), await alice.next()];
    expect(heard).toEqual(expect.arrayContaining([peerLeft(one, bob.id), peerLeft(two, bob.id)]));
    await alice.nothingMore();
  });

  scene("the last one out closes the channel", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    alice.says(say.leave(channel));
    await alice.hears(success("LeaveChannel", { channel }));
    await bob.hears(peerLeft(channel, alice.id));
    expect(await alice.lists()).toEqual({ Room: 1 });
    bob.finishes();
    await bob.closed();
    expect(await alice.lists()).toEqual({});
    alice.says(say.join("ROOM"));
    expect(await alice.next()).toMatchObject({ flags: 1, name: "ROOM", peers: [] });
  });

  scene("a client that half-closes its TCP connection has left", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    bob.says(say.toChannel(channel, "goodbye"));
    bob.finishes();
    await alice.hears(fromChannel(channel, bob.id, "goodbye"), peerLeft(channel, bob.id));
    await bob.closed();
    await alice.nothingMore();
  });
});

describe("the master leaves an auto-close channel", () => {
  scene("every peer gets LeaveChannel success, the channel is gone", async (stage) => {
    const [alice, bob, carol] = [
      await stage.enter("Alice"),
      await stage.enter("Bob"),
      await stage.enter("Carol"),
    ];
    const channel = await alice.joins("Room", AUTO_CLOSE);
    await bob.joins("Room");
    await alice.hears(peer(channel, bob.id, "Bob"));
    await carol.joins("Room");
    await alice.hears(peer(channel, carol.id, "Carol"));
    await bob.hears(peer(channel, carol.id, "Carol"));
    alice.says(say.leave(channel));
    for (const everybody of [alice, bob, carol]) {
      await everybody.hears(success("LeaveChannel", { channel }));
      await everybody.nothingMore();
    }
    expect(await bob.lists()).toEqual({});
    bob.says(say.toChannel(channel, "anybody?"), say.leave(channel));
    await bob.hears(failure("LeaveChannel", "No such channel", { channel }));
    await carol.nothingMore();
  });

  scene("by disconnecting too", async (stage) => {
    const [alice, bob] = [await stage.enter("Alice"), await stage.enter("Bob")];
    const channel = await alice.joins("Room", AUTO_CLOSE);
    await bob.joins("Room");
    await alice.hears(peer(channel, bob.id, "Bob"));
    alice.finishes();
    await bob.hears(success("LeaveChannel", { channel }));
    await bob.nothingMore();
    await alice.closed();
  });

  scene("anybody else's leaving does not close it", async (stage) => {
    const [alice, bob] = [await stage.enter("Alice"), await stage.enter("Bob")];
    const channel = await alice.joins("Room", AUTO_CLOSE);
    await bob.joins("Room", AUTO_CLOSE);
    bob.says(say.leave(channel));
    await alice.hears(peer(channel, bob.id, "Bob"), peerLeft(channel, bob.id));
    await alice.nothingMore();
  });
});

describe("the master leaves another channel", () => {
  scene("the channel has no master", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob", "Carol");
    const [alice, bob, carol] = people;
    alice.says(say.leave(channel));
    await alice.hears(success("LeaveChannel", { channel }));
    for (const other of [bob, carol]) await other.hears(peerLeft(channel, alice.id));
    bob.says(say.kick(channel, carol.id));
    for (const other of [bob, carol]) await other.nothingMore();
    alice.says(say.join("Room"));
    expect(await alice.next()).toMatchObject({ flags: 0, channel, peers: [{ flags: 0 }, { flags: 0 }] });
  });

  scene(
    'with channels.succession = "oldest" the longest-standing peer becomes master and the others get Peer with flag 1',
    { settings: { channels: { succession: "oldest" } } },
    async (stage) => {
      const { channel, people } = await stage.room("Room", "Alice", "Bob", "Carol", "Dave");
      const [alice, bob, carol, dave] = people;
      bob.says(say.leave(channel));
      for (const other of [alice, carol, dave]) await other.hears(peerLeft(channel, bob.id));
      await bob.hears(success("LeaveChannel", { channel }));
      await bob.joins("Room");
      for (const other of [alice, carol, dave]) await other.hears(peer(channel, bob.id, "Bob"));
      // Bob was there before Carol, but not since.
      alice.finishes();
      for (const other of [bob, carol, dave]) await other.hears(peerLeft(channel, alice.id));
      for (const other of [bob, dave]) await other.hears(peer(channel, carol.id, "Carol", 1));
      for (const other of [bob, carol, dave]) await other.nothingMore();
      carol.says(say.kick(channel, dave.id));
      await dave.hears(success("LeaveChannel", { channel }));
    },
  );
});
