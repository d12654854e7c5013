import { describe, expect } from "bun:test";
import type { Channel, Client } from "../../src/index.ts";
import { failure, peer, peerLeft, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked } from "./hooked.ts";
import { passedOver } from "./told.ts";

describe("channelJoined", () => {
  passedOver("channelJoined", async (stage, bystander) => {
    const channel = await bystander.joins("Den");
    const ann = await stage.enter("Ann");
    return async () => {
      ann.says(say.join("Den"));
      await ann.hearsFrame("00 16 02 01 00 03 44656e 0100 0100 01 09 4279737461 6e646572");
      await bystander.hears(peer(channel, ann.id, "Ann"));
    };
  });

  hooked("told of each who is in, the creator too", async (stage, hooks) => {
    const told: unknown[] = [];
    hooks.channelJoined = (...args: [Client, Channel]) => {
      const [client, channel] = args;
      told.push([
        args.length,
        client.name,
        channel.name,
        client.channels.includes(channel),
        channel.clients.includes(client),
      ]);
    };
    await stage.room("Room", "Ann", "Bob");
    expect(told).toEqual([
      [2, "Ann", "Room", true, true],
      [2, "Bob", "Room", true, true],
    ]);
  });

  hooked("not told of who may not join", async (stage, hooks) => {
    let told = 0;
    const { people } = await stage.room("Room", "Ann");
    hooks.channelJoined = () => void told++;
    hooks.acceptChannelJoin = () => false;
    people[0].says(say.join("Room"), say.join("Other"));
    await people[0].hears(failure("JoinChannel", "Already part of channel", { name: "Room" }));
    await people[0].hears(failure("JoinChannel", "Join refused by server", { name: "Other" }));
    expect(told).toBe(0);
  });

  hooked(
    "a hook that speaks: the joiner hears it after its answer, the others after the Peer",
    async (stage, hooks) => {
      hooks.channelJoined = (client, channel) => {
        client.sendMessage(`Welcome to ${channel.name}`);
        channel.sendMessage(`${client.name} is here`, 9);
      };
      const [ann, bob] = [await stage.enter("Ann"), await stage.enter("Bob")];
      const channel = await ann.joins("Room");
      const here = (name: string) =>
        ({
          type: "BinaryServerChannelMessage",
          subchannel: 9,
          variant: 0,
          channel,
          data: `${name} is here`,
        }) as const;
      const welcome = {
        type: "BinaryServerMessage",
        subchannel: 0,
        variant: 0,
        data: "Welcome to Room",
      } as const;
      await ann.hears(welcome, here("Ann"));
      await bob.joins("Room");
      await bob.hears(welcome, here("Bob"));
      await ann.hears(peer(channel, bob.id, "Bob"), here("Bob"));
    },
  );

  describe("a hook that undoes it", () => {
    hooked("by a kick: the joiner hears that it is in, and that it is out", async (stage, hooks) => {
      const { channel, people } = await stage.room("Room", "Ann");
      hooks.channelJoined = (client, room) => room.kick(client);
      const bob = await stage.enter("Bob");
      bob.says(say.join("Room"), say.leave(channel));
      expect(await bob.next()).toMatchObject({ request: "JoinChannel", success: true, channel });
      await bob.hears(
        success("LeaveChannel", { channel }),
        failure("LeaveChannel", "No such channel", { channel }),
      );
      await people[0].hears(peer(channel, bob.id, "Bob"), peerLeft(channel, bob.id));
    });

    hooked("by closing the channel", async (stage, hooks) => {
      const { channel, people } = await stage.room("Room", "Ann");
      hooks.channelJoined = (_client, room) => room.close();
      const bob = await stage.enter("Bob");
      bob.says(say.join("Room"));
      expect(await bob.next()).toMatchObject({ request: "JoinChannel", success: true, channel });
      await bob.hears(success("LeaveChannel", { channel }));
      await people[0].hears(peer(channel, bob.id, "Bob"), success("LeaveChannel", { channel }));
    });

    hooked("by ending the connection", async (stage, hooks) => {
      const { channel, people } = await stage.room("Room", "Ann");
      hooks.channelJoined = (client) => client.disconnect("Members only");
      const bob = await stage.enter("Bob");
      bob.says(say.join("Room"));
      expect(await bob.rest()).toMatchObject([
        { request: "JoinChannel" },
        failure("Connect", "Members only"),
      ]);
      await people[0].hears(peer(channel, bob.id, "Bob"), peerLeft(channel, bob.id));
    });
  });

  hooked(
    "a hook that gives the channel to who comes: the others hear of both flags",
    async (stage, hooks) => {
      const { channel, people } = await stage.room("Room", "Ann");
      hooks.channelJoined = (client, room) => room.setMaster(client);
      const bob = await stage.enter("Bob");
      await bob.joins("Room");
      await people[0].hears(peer(channel, bob.id, "Bob"), peer(channel, bob.id, "Bob", 1));
      await bob.hears(peer(channel, people[0].id, "Ann", 0));
    },
  );
});
