import { describe, expect } from "bun:test";
import type { Channel } from "../../src/index.ts";
import { failure, peer, peerLeft, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { clientsOf, hooked } from "./hooked.ts";

describe("setMaster", () => {
  hooked(
    "makes a client the master: everybody but those whose flags changed hears of them",
    async (stage, hooks) => {
      const client = clientsOf(hooks);
      const { channel: id, people } = await stage.room("Room", "Ann", "Bob", "Carol");
      const [ann, bob, carol] = people;
      const [channel] = client(ann).channels as [Channel];
      channel.setMaster(client(bob));
      await carol.hears(peer(id, ann.id, "Ann", 0), peer(id, bob.id, "Bob", 1));
      await ann.hears(peer(id, bob.id, "Bob", 1));
      await bob.hears(peer(id, ann.id, "Ann", 0));
      ann.says(say.kick(id, carol.id));
      await carol.nothingMore();
      bob.says(say.kick(id, carol.id));
      await carol.hears(success("LeaveChannel", { channel: id }));
    },
  );

  hooked("makes nobody the master", async (stage, hooks) => {
    const client = clientsOf(hooks);
    const { channel: id, people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    const [channel] = client(ann).channels as [Channel];
    channel.setMaster(undefined);
    await bob.hears(peer(id, ann.id, "Ann", 0));
    ann.says(say.kick(id, bob.id));
    for (const each of people) await each.nothingMore();
    expect(channel.master).toBeUndefined();
  });

  hooked("again, or of somebody who is not in the channel, does nothing", async (stage, hooks) => {
    const client = clientsOf(hooks);
    const { people } = await stage.room("Room", "Ann", "Bob");
    const carol = await stage.enter("Carol");
    const [channel] = client(people[0]).channels as [Channel];
    channel.setMaster(client(people[0]));
    channel.setMaster(client(carol));
    for (const each of [...people, carol]) await each.nothingMore();
    expect(channel.master?.name).toBe("Ann");
  });

  hooked(
    "the new master's leaving closes an auto-close channel, the former one's does not",
    async (stage, hooks) => {
      const client = clientsOf(hooks);
      const [ann, bob, carol] = [
        await stage.enter("Ann"),
        await stage.enter("Bob"),
        await stage.enter("Carol"),
      ];
      const id = await ann.joins("Room", 2);
      for (const each of [bob, carol]) await each.joins("Room");
      const [channel] = client(ann).channels as [Channel];
      channel.setMaster(client(bob));
      ann.says(say.leave(id));
      bob.says(say.leave(0));
      await bob.hears(peer(id, carol.id, "Carol"), peer(id, ann.id, "Ann", 0));
      await stage.settle();
      expect(channel.open).toBe(true);
      bob.says(say.leave(id));
      await stage.settle();
      expect(channel.open).toBe(false);
      expect(carol.unheard().at(-1)).toEqual(success("LeaveChannel", { channel: id }));
    },
  );
});

describe("close", () => {
  hooked(
    "tells everybody once; the name is free, the id is not given out again at once",
    async (stage, hooks) => {
      const client = clientsOf(hooks);
      const { channel: id, people } = await stage.room("Room", "Ann", "Bob");
      const [channel] = client(people[0]).channels as [Channel];
      channel.close();
      channel.close();
      for (const each of people) await each.hearsFrame("00 04 03 01 0100");
      for (const each of people) await each.nothingMore();
      expect(channel).toMatchObject({ open: false, clients: [], master: undefined });
      expect(client(people[0]).channels).toEqual([]);
      expect(await people[1].joins("Room")).not.toBe(id);
    },
  );
});

describe("kick", () => {
  hooked("of who is not in the channel does nothing", async (stage, hooks) => {
    const client = clientsOf(hooks);
    const { people } = await stage.room("Room", "Ann");
    const bob = await stage.enter("Bob");
    await bob.joins("Other");
    client(people[0]).channels[0]?.kick(client(bob));
    for (const each of [people[0], bob]) await each.nothingMore();
    expect(client(bob).channels).toHaveLength(1);
  });

  hooked(
    "of the master leaves the channel without one, and closes one that closes with its master",
    async (stage, hooks) => {
      const client = clientsOf(hooks);
      const { channel: id, people } = await stage.room("Room", "Ann", "Bob");
      const [ann, bob] = people;
      const [channel] = client(ann).channels as [Channel];
      channel.kick(client(ann));
      await bob.hears(peerLeft(id, ann.id));
      expect(channel.master).toBeUndefined();
      channel.autoClose = true;
      channel.setMaster(client(bob));
      channel.kick(client(bob));
      await bob.hears(success("LeaveChannel", { channel: id }));
      await bob.nothingMore();
      expect(channel.open).toBe(false);
    },
  );
});

describe("what is known of a channel", () => {
  hooked("id, name, master, hidden, autoClose, clients, open, data", async (stage, hooks) => {
    const client = clientsOf(hooks);
    const { channel: id, people } = await stage.room("Café", "Ann", "Bob");
    const [channel] = client(people[0]).channels as [Channel];
    expect(channel).toMatchObject({
      id,
      name: "Café",
      hidden: false,
      autoClose: false,
      open: true,
      data: {},
    });
    expect(channel.master).toBe(client(people[0]));
    expect(channel.clients.map(({ name }) => name).sort()).toEqual(["Ann", "Bob"]);
    channel.data.topic = "coffee";
    expect(client(people[1]).channels[0]?.data).toEqual({ topic: "coffee" });
  });

  hooked("hidden may be changed: the list follows", async (stage, hooks) => {
    const client = clientsOf(hooks);
    const { people } = await stage.room("Room", "Ann");
    const [channel] = client(people[0]).channels as [Channel];
    for (const hidden of [true, false]) {
      channel.hidden = hidden;
      people[0].says(say.list());
      await people[0].hears(success("ChannelList", { channels: hidden ? [] : [{ peers: 1, name: "Room" }] }));
    }
  });
});

describe("many acts at once", () => {
  hooked("are seen in the order in which they were done", async (stage, hooks) => {
    const client = clientsOf(hooks);
    const { channel: id, people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    hooks.messageReceived = (asking) => {
      const [channel] = asking.channels as [Channel];
      channel.sendMessage("one");
      client(bob).setName("Bobby");
      client(bob).sendMessage("two");
      channel.sendMessage("three");
      channel.kick(client(bob));
      channel.sendMessage("four");
      client(bob).joinChannel("Room");
      client(bob).disconnect("five");
      channel.sendMessage("six");
    };
    ann.says(say.toServer("go"), say.leave(0xfffe));
    const all = (data: string) =>
      ({ type: "BinaryServerChannelMessage", subchannel: 0, variant: 0, channel: id, data }) as const;
    await ann.hears(all("one"), peer(id, bob.id, "Bobby"), all("three"), peerLeft(id, bob.id), all("four"));
    await ann.hears(peer(id, bob.id, "Bobby"), peerLeft(id, bob.id), all("six"));
    await ann.hears(failure("LeaveChannel", "No such channel", { channel: 0xfffe }));
    await bob.hears(all("one"), success("SetName", { name: "Bobby" }));
    await bob.hears({ type: "BinaryServerMessage", subchannel: 0, variant: 0, data: "two" }, all("three"));
    await bob.hears(success("LeaveChannel", { channel: id }));
    const peers = [{ peer: ann.id, flags: 1, name: "Ann" }];
    await bob.hears(
      success("JoinChannel", { flags: 0, name: "Room", channel: id, peers }),
      failure("Connect", "five"),
    );
    await bob.closed();
  });
});
