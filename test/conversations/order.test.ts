import { describe, expect } from "bun:test";
import { failure, fromChannel, fromPeer, peer, peerLeft, success } from "../support/answers.ts";
import { scene } from "../support/scene.ts";
import { bytes, frame, say } from "../support/wire.ts";

describe("ordering", () => {
  scene("a client sees the effects of its requests in the order it made them", async (stage) => {
    const alice = await stage.open();
    alice.sends("00");
    alice.says(
      say.connect(),
      say.join("Room"),
      say.setName("Alice"),
      say.join("Room"),
      say.list(),
      say.leave(0),
      say.setName(""),
    );
    expect(await alice.next()).toMatchObject({ request: "Connect", success: true });
    await alice.hears(
      failure("JoinChannel", "Name not set", { name: "Room" }),
      success("SetName", { name: "Alice" }),
    );
    expect(await alice.next()).toMatchObject({ request: "JoinChannel", success: true });
    await alice.hears(success("ChannelList", { channels: [{ peers: 1, name: "Room" }] }));
    await alice.hears(
      failure("LeaveChannel", "No such channel", { channel: 0 }),
      failure("SetName", /^Invalid name/, { name: "" }),
    );
    await alice.nothingMore();
  });

  scene(
    "two TCP messages from one client to one recipient are never reordered, whatever their channels",
    async (stage) => {
      const { channel: one, people } = await stage.room("One", "Alice", "Bob", "Carol");
      const [alice, bob, carol] = people;
      const two = await alice.joins("Two");
      for (const other of [bob, carol]) await other.joins("Two");
      await alice.hears(peer(two, bob.id, "Bob"), peer(two, carol.id, "Carol"));
      await bob.hears(peer(two, carol.id, "Carol"));
      const expected = [];
      for (let number = 0; number < 300; number++) {
        const data = `${number} ${"x".repeat((number * 7919) % 3000)}`;
        const channel = number % 3 === 0 ? one : two;
        if (number % 5 === 0) {
          alice.says(say.toPeer(channel, bob.id, data));
          expected.push(fromPeer(channel, alice.id, data));
        } else {
          alice.says(say.toChannel(channel, data));
          expected.push(fromChannel(channel, alice.id, data));
        }
      }
      await bob.hears(...expected);
      await bob.nothingMore();
    },
  );

  scene("what is relayed keeps its place among a client's answers", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    alice.says(
      say.toChannel(channel, "one"),
      say.setName("Eve"),
      say.toPeer(channel, bob.id, "two"),
      say.leave(channel),
    );
    await bob.hears(fromChannel(channel, alice.id, "one"), peer(channel, alice.id, "Eve", 1));
    await bob.hears(fromPeer(channel, alice.id, "two"), peerLeft(channel, alice.id));
    await alice.hears(success("SetName", { name: "Eve" }), success("LeaveChannel", { channel }));
  });

  scene("a joiner gets its JoinChannel response before any message of that channel", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice] = people;
    const carol = await stage.enter("Carol");
    for (let number = 0; number < 50; number++) {
      alice.says(say.toChannel(channel, `${number}`));
      if (number === 25) carol.says(say.join("Room"));
    }
    expect(await carol.next()).toMatchObject({ request: "JoinChannel", success: true });
    await stage.settle();
    const heard = carol.unheard().map((message) => ("data" in message ? Number(message.data) : Number.NaN));
    const first = 50 - heard.length;
    expect(heard).toEqual(Array.from({ length: heard.length }, (_, at) => first + at));
  });

  scene("a peer gets the Peer message of a joiner before any message from it", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const carol = await stage.enter("Carol");
    carol.says(say.join("Room"), say.toChannel(channel, "hi"), say.leave(channel));
    for (const other of people) {
      await other.hears(
        peer(channel, carol.id, "Carol"),
        fromChannel(channel, carol.id, "hi"),
        peerLeft(channel, carol.id),
      );
    }
  });

  scene("after a client's LeaveChannel success nothing of that channel follows", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob", "Carol");
    const [alice, bob] = people;
    for (let number = 0; number < 50; number++) {
      alice.says(say.toChannel(channel, `${number}`), say.toPeer(channel, bob.id, `${number}`));
      if (number === 25) bob.says(say.leave(channel));
    }
    await stage.settle();
    const heard = bob.unheard();
    expect(heard.at(-1)).toEqual(success("LeaveChannel", { channel }));
  });
});

describe("denied or closed connections", () => {
  scene("what was queued for them (the reason included) is flushed before the FIN", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    const data = "x".repeat(50_000);
    for (let number = 0; number < 40; number++) alice.says(say.toChannel(channel, data));
    alice.says(say.toPeer(channel, bob.id, "last"));
    // Bob breaks off only when all of it was queued for him.
    alice.says(say.setName("Alice"));
    await alice.hears(success("SetName", { name: "Alice" }));
    bob.says(say.list(), say.connect());
    for (let number = 0; number < 40; number++) await bob.hears(fromChannel(channel, alice.id, data));
    await bob.hears(
      fromPeer(channel, alice.id, "last"),
      success("ChannelList", { channels: [{ peers: 2, name: "Room" }] }),
    );
    await bob.hears(failure("Connect", "Already connected"));
    await bob.closed();
  });

  scene("even while they go on talking", async (stage) => {
    const alice = await stage.open();
    alice.sends(bytes([0], frame(say.connect("revision 2")), "blah".repeat(500_000)));
    await alice.hears(failure("Connect", "Version mismatch"));
    await alice.closed();
  });
});
