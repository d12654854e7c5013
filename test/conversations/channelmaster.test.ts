import { describe, expect } from "bun:test";
import { fromChannel, peer, peerLeft, success } from "../support/answers.ts";
import { scene } from "../support/scene.ts";
import { say } from "../support/wire.ts";

describe("ChannelMaster kick by the master, target in the channel", () => {
  scene("target gets LeaveChannel success, the others Peer (leave)", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob", "Carol");
    const [alice, bob, carol] = people;
    alice.says(say.kick(channel, bob.id));
    await bob.hears(success("LeaveChannel", { channel }));
    for (const other of [alice, carol]) await other.hears(peerLeft(channel, bob.id));
    for (const everybody of people) await everybody.nothingMore();
  });

  scene("the kicked hears nothing more of the channel and can say nothing there", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob", "Carol");
    const [alice, bob, carol] = people;
    alice.says(say.kick(channel, bob.id), say.toChannel(channel, "good riddance"));
    await carol.hears(peerLeft(channel, bob.id), fromChannel(channel, alice.id, "good riddance"));
    await bob.hears(success("LeaveChannel", { channel }));
    bob.says(say.toChannel(channel, "hey!"), say.toPeer(channel, alice.id, "hey!"));
    await alice.hears(peerLeft(channel, bob.id));
    for (const everybody of people) await everybody.nothingMore();
  });

  scene("the kicked keeps its other channels, and may come back", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    const other = await bob.joins("Other");
    await alice.joins("Other");
    await bob.hears(peer(other, alice.id, "Alice"));
    alice.says(say.kick(channel, bob.id), say.toChannel(other, "still there?"));
    await bob.hears(success("LeaveChannel", { channel }), fromChannel(other, alice.id, "still there?"));
    await alice.hears(peerLeft(channel, bob.id));
    await bob.joins("Room");
    await alice.hears(peer(channel, bob.id, "Bob"));
  });
});

describe("From anyone else, or an unknown action/target: ignored and counted", () => {
  scene("a kick by someone who is not the master", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob", "Carol");
    const [alice, bob, carol] = people;
    bob.says(say.kick(channel, carol.id), say.kick(channel, alice.id));
    for (const everybody of [alice, bob, carol]) await everybody.nothingMore();
    expect(stage.counters.ignoredMasterActions).toBe(2);
  });

  scene("a kick by the master of another channel", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const carol = await stage.enter("Carol");
    await carol.joins("Other");
    carol.says(say.kick(channel, people[1].id));
    for (const everybody of [...people, carol]) await everybody.nothingMore();
    expect(stage.counters.ignoredMasterActions).toBe(1);
  });

  scene("an action that there is not", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    for (const action of [1, 2, 255]) alice.says(say.master(channel, action, bob.id));
    for (const everybody of people) await everybody.nothingMore();
    expect(stage.counters.ignoredMasterActions).toBe(3);
  });

  scene("a target that is not in the channel, or nobody", async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    const carol = await stage.enter("Carol");
    for (const target of [carol.id, 0, 0xffff]) alice.says(say.kick(channel, target));
    alice.says(say.kick(0xffff, bob.id), say.kick(channel + 1, bob.id));
    for (const everybody of [alice, bob, carol]) await everybody.nothingMore();
    expect(stage.counters.ignoredMasterActions).toBe(5);
  });
});
