import { describe, expect } from "bun:test";
import type { Channel, Client, Message } from "../../src/index.ts";
import { fromChannel, peerLeft, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked } from "./hooked.ts";
import { passedOver } from "./told.ts";

describe("channelMessageReceived", () => {
  passedOver("channelMessageReceived", async (stage, bystander) => {
    const channel = await bystander.joins("Den");
    const ann = await stage.enter("Ann");
    await ann.joins("Den");
    await bystander.next();
    return async () => {
      ann.says(say.toChannel(channel, "hi"));
      await bystander.hearsFrame("20 07 00 0100 0200 6869");
    };
  });

  hooked("told with the client, the channel and the message that went to it", async (stage, hooks) => {
    const told: unknown[] = [];
    hooks.channelMessageReceived = (...args: [Client, Channel, Message]) => {
      const [client, { name }, { subchannel, value, blasted, isObject }] = args;
      told.push([args.length, client.name, name, subchannel, value, blasted, isObject]);
    };
    const { channel, people } = await stage.boundRoom("Room", "Ann", "Bob");
    const [ann, bob] = people;
    ann.says(
      say.toChannel(channel, "hi", { subchannel: 5 }),
      say.toChannel(channel, '"o"', { object: true }),
    );
    await bob.hears(
      fromChannel(channel, ann.id, "hi", { subchannel: 5 }),
      fromChannel(channel, ann.id, '"o"', { object: true }),
    );
    ann.blasts(say.toChannel(channel, "by UDP"));
    await bob.hearsBlast(fromChannel(channel, ann.id, "by UDP"));
    expect(told).toEqual([
      [3, "Ann", "Room", 5, "hi", false, false],
      [3, "Ann", "Room", 0, "o", false, true],
      [3, "Ann", "Room", 0, "by UDP", true, false],
    ]);
  });

  hooked("told also where nobody else is in the channel", async (stage, hooks) => {
    const told: string[] = [];
    hooks.channelMessageReceived = (_client, _channel, { text }) => void told.push(text);
    const { channel, people } = await stage.room("Room", "Ann");
    people[0].says(say.toChannel(channel, "echo?"));
    await people[0].nothingMore();
    expect(told).toEqual(["echo?"]);
  });

  hooked("not told of what was dropped, nor of messages to one peer", async (stage, hooks) => {
    let told = 0;
    hooks.channelMessageReceived = () => void told++;
    hooks.acceptChannelMessage = (_client, _channel, { text }) => text !== "no";
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    ann.says(
      say.toChannel(channel, "no"),
      say.toChannel(channel + 1, "stray"),
      say.toPeer(channel, bob.id, "psst"),
    );
    await bob.next();
    await bob.nothingMore();
    expect(told).toBe(0);
  });

  describe("a hook that acts", () => {
    hooked("what it sends comes after the message", async (stage, hooks) => {
      hooks.channelMessageReceived = (_client, channel, { text }) => channel.sendMessage(`You said: ${text}`);
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      const [ann, bob] = people;
      ann.says(say.toChannel(channel, "hi"));
      const echo = {
        type: "BinaryServerChannelMessage",
        subchannel: 0,
        variant: 0,
        channel,
        data: "You said: hi",
      } as const;
      await bob.hears(fromChannel(channel, ann.id, "hi"), echo);
      await ann.hears(echo);
    });

    hooked(
      "a kick comes after the message, and the kicked one's later ones are dropped",
      async (stage, hooks) => {
        hooks.channelMessageReceived = (client, channel) => channel.kick(client);
        const { channel, people } = await stage.room("Room", "Ann", "Bob");
        const [ann, bob] = people;
        bob.says(say.toChannel(channel, "one"), say.toChannel(channel, "two"));
        await ann.hears(fromChannel(channel, bob.id, "one"), peerLeft(channel, bob.id));
        await bob.hears(success("LeaveChannel", { channel }));
        await ann.nothingMore();
      },
    );
  });
});
