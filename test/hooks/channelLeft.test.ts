import { describe, expect } from "bun:test";
import type { Channel, Client } from "../../src/index.ts";
import { failure, peerLeft, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked, once } from "./hooked.ts";
import { passedOver } from "./told.ts";

const AUTO_CLOSE = 2;

describe("channelLeft", () => {
  passedOver("channelLeft", async (stage, bystander) => {
    const channel = await bystander.joins("Den");
    const ann = await stage.enter("Ann");
    await ann.joins("Den");
    await bystander.next();
    return async () => {
      ann.says(say.leave(channel));
      await ann.hearsFrame("00 04 03 01 0100");
      await bystander.hears(peerLeft(channel, ann.id));
    };
  });

  describe("told once, however the client left", () => {
    const ways: Record<string, (client: Client, channel: Channel) => void> = {
      "taken out by the owner": (client, channel) => client.leaveChannel(channel),
      "kicked by the owner": (client, channel) => channel.kick(client),
      "disconnected by the owner": (client) => client.disconnect(),
    };
    for (const [title, leave] of Object.entries(ways)) {
      hooked(title, async (stage, hooks) => {
        const { channel, people } = await stage.room("Room", "Ann", "Bob");
        const told: unknown[] = [];
        hooks.channelLeft = (...args: [Client, Channel]) =>
          void told.push([
            args.length,
            args[0].name,
            args[0].channels,
            args[1].name,
            args[1].clients.map(({ name }) => name),
          ]);
        hooks.messageReceived = (client) => leave(client, client.channels[0] as Channel);
        people[1].says(say.toServer("out"));
        await people[0].hears(peerLeft(channel, people[1].id));
        await people[0].nothingMore();
        expect(told).toEqual([[2, "Bob", [], "Room", ["Ann"]]]);
      });
    }

    hooked("it asked to leave, it was kicked by the master, it disconnected", async (stage, hooks) => {
      const { channel, people } = await stage.room("Room", "Ann", "Bob", "Carol", "Dave");
      const [ann, bob, carol, dave] = people;
      const told: string[] = [];
      hooks.channelLeft = ({ name }) => void told.push(name);
      bob.says(say.leave(channel));
      await ann.hears(peerLeft(channel, bob.id));
      ann.says(say.kick(channel, carol.id));
      await ann.hears(peerLeft(channel, carol.id));
      dave.finishes();
      await ann.hears(peerLeft(channel, dave.id));
      await ann.nothingMore();
      expect(told).toEqual(["Bob", "Carol", "Dave"]);
    });

    hooked("the channel closed with its master", async (stage, hooks) => {
      const [ann, bob] = [await stage.enter("Ann"), await stage.enter("Bob")];
      const channel = await ann.joins("Room", AUTO_CLOSE);
      await bob.joins("Room");
      const told: string[] = [];
      hooks.channelLeft = ({ name, channels }) => void told.push(`${name} ${channels.length}`);
      hooks.channelRemoved = () => void told.push("removed");
      ann.says(say.leave(channel));
      await bob.hears(success("LeaveChannel", { channel }));
      expect(told.sort()).toEqual(["Ann 0", "Bob 0", "removed"]);
    });
  });

  hooked("not told where the client was in no such channel, or may not leave", async (stage, hooks) => {
    let told = 0;
    hooks.channelLeft = () => void told++;
    hooks.acceptChannelLeave = () => false;
    const { channel, people } = await stage.room("Room", "Ann");
    people[0].says(say.leave(channel), say.leave(channel + 1));
    await people[0].hears(failure("LeaveChannel", "Leave refused by server", { channel }));
    await people[0].hears(failure("LeaveChannel", "No such channel", { channel: channel + 1 }));
    expect(told).toBe(0);
  });

  describe("a hook that acts", () => {
    hooked("and puts who left into another channel", async (stage, hooks) => {
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      hooks.channelLeft = (client) => void client.joinChannel("Lobby");
      people[1].says(say.leave(channel));
      await people[1].hears(success("LeaveChannel", { channel }));
      expect(await people[1].next()).toMatchObject({
        request: "JoinChannel",
        success: true,
        name: "Lobby",
        flags: 1,
      });
      await people[0].hears(peerLeft(channel, people[1].id));
    });

    hooked("but cannot put a client that disconnected into a channel, nor name it", async (stage, hooks) => {
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      const [ann, bob] = people;
      hooks.channelLeft = (client) => {
        client.joinChannel("Lobby");
        client.setName("Ghost");
      };
      const lost = once<Client>();
      hooks.connectionLost = (client) => lost.tell(client);
      bob.finishes();
      const gone = await lost.told;
      await ann.hears(peerLeft(channel, bob.id));
      ann.says(say.list());
      await ann.hears(success("ChannelList", { channels: [{ peers: 1, name: "Room" }] }));
      expect([gone.name, gone.channels]).toEqual(["Bob", []]);
    });

    hooked("and puts who left back: it hears of leaving and joining, its peers too", async (stage, hooks) => {
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      const [ann, bob] = people;
      hooks.channelLeft = (client, room) => void client.joinChannel(room.name);
      bob.says(say.leave(channel));
      await bob.hears(success("LeaveChannel", { channel }));
      expect(await bob.next()).toMatchObject({ request: "JoinChannel", success: true, channel });
      await ann.hears(peerLeft(channel, bob.id));
      expect(await ann.next()).toMatchObject({ type: "Peer", peer: bob.id, flags: 0 });
    });

    hooked(
      "and closes the channel when its master has gone: who is left is told once",
      async (stage, hooks) => {
        const { channel, people } = await stage.room("Room", "Ann", "Bob", "Carol");
        const [ann, bob, carol] = people;
        const told: string[] = [];
        hooks.channelLeft = (client, room) => {
          told.push(client.name);
          room.close();
        };
        hooks.channelRemoved = () => void told.push("removed");
        ann.finishes();
        for (const each of [bob, carol])
          await each.hears(peerLeft(channel, ann.id), success("LeaveChannel", { channel }));
        await bob.nothingMore();
        expect(told.sort()).toEqual(["Ann", "Bob", "Carol", "removed"]);
      },
    );

    hooked("and closes a channel that a disconnecting client is still to leave", async (stage, hooks) => {
      const { people } = await stage.room("One", "Ann", "Bob");
      const [ann, bob] = people;
      for (const name of ["Two", "Three"]) {
        await ann.joins(name);
        await bob.joins(name);
        await ann.next();
      }
      const told: string[] = [];
      hooks.channelLeft = (client, channel) => {
        told.push(`${client.name} ${channel.name}`);
        if (client.name === "Bob") for (const other of client.channels) other.close();
      };
      bob.finishes();
      await bob.closed();
      await ann.catchUp();
      expect(told.sort()).toEqual(["Ann Three", "Ann Two", "Bob One", "Bob Three", "Bob Two"]);
      ann.unheard();
      ann.says(say.list());
      await ann.hears(success("ChannelList", { channels: [{ peers: 1, name: "One" }] }));
    });

    hooked("what it sends of the channel does not reach who left it", async (stage, hooks) => {
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      const [ann, bob] = people;
      hooks.channelLeft = (client, room) => {
        client.sendMessage("bye", 0, { channel: room });
        room.sendMessage(`${client.name} left`);
      };
      bob.says(say.leave(channel));
      await bob.hears(success("LeaveChannel", { channel }));
      await bob.nothingMore();
      await ann.hears(peerLeft(channel, bob.id));
      await ann.hears({
        type: "BinaryServerChannelMessage",
        subchannel: 0,
        variant: 0,
        channel,
        data: "Bob left",
      });
    });
  });
});
