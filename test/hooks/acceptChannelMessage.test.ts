import { describe, expect } from "bun:test";
import type { Channel, Client, Message } from "../../src/index.ts";
import { fromChannel, peerLeft, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked } from "./hooked.ts";
import { verdicts } from "./verdicts.ts";

describe("acceptChannelMessage", () => {
  verdicts("acceptChannelMessage", async (stage, bystander) => {
    const asker = await stage.enter("Ann");
    await bystander.joins("Den");
    await asker.joins("Den");
    await bystander.next();
    return {
      asker,
      asks: say.toChannel(1, "hi"),
      accepted: { by: bystander, frame: "20 07 00 0100 0200 6869" },
    };
  });

  hooked("asked with the client, the channel and the message", async (stage, hooks) => {
    const asked: unknown[] = [];
    hooks.acceptChannelMessage = (...args: [Client, Channel, Message]) => {
      const [client, { name }, { subchannel, variant, blasted, isObject, value, bytes }] = args;
      asked.push([
        args.length,
        client.name,
        name,
        subchannel,
        variant,
        blasted,
        isObject,
        value,
        bytes.length,
      ]);
    };
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    const [ann] = people;
    ann.says(say.toChannel(channel, "hi", { subchannel: 7 }));
    ann.says(say.toChannel(channel, '{"a":[1]}', { subchannel: 255, object: true, variant: 2 }));
    ann.says(say.toChannel(channel, Uint8Array.of(0xfe, 0xff, 0xff, 0xff), { variant: 1 }));
    ann.says(say.toChannel(channel, Uint8Array.of(1, 2), { variant: 7 }));
    await stage.settle();
    expect(asked).toEqual([
      [3, "Ann", "Room", 7, 0, false, false, "hi", 2],
      [3, "Ann", "Room", 255, 2, false, true, { a: [1] }, 9],
      [3, "Ann", "Room", 0, 1, false, false, -2, 4],
      [3, "Ann", "Room", 0, 7, false, false, Uint8Array.of(1, 2), 2],
    ]);
  });

  hooked("asked about blasts too; a refused one is not relayed", async (stage, hooks) => {
    const asked: unknown[] = [];
    hooks.acceptChannelMessage = (_client, _channel, message) => {
      asked.push([message.blasted, message.text]);
      return message.text !== "no";
    };
    const { channel, people } = await stage.boundRoom("Room", "Ann", "Bob");
    const [ann, bob] = people;
    ann.blasts(say.toChannel(channel, "no"));
    ann.blasts(say.toChannel(channel, "yes"));
    await bob.hearsBlast(fromChannel(channel, ann.id, "yes"));
    expect(asked).toEqual([
      [true, "no"],
      [true, "yes"],
    ]);
    expect(stage.counters.refusedMessages).toBe(1);
  });

  hooked(
    "not asked where the server's own rules drop the message",
    { settings: { messages: { strictVariants: true }, allow: { messagesToClients: "L*" } } },
    async (stage, hooks) => {
      let asked = 0;
      hooks.acceptChannelMessage = () => void asked++;
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      const [ann, bob] = people;
      ann.says(say.toChannel(channel + 1, "x"), say.toChannel(channel, "x", { variant: 3 }));
      ann.says(
        say.toChannel(channel, "123", { variant: 1 }),
        say.toChannel(channel, "1"),
        say.toChannel(channel, "ok"),
      );
      await bob.hears(fromChannel(channel, ann.id, "ok"));
      expect(asked).toBe(1);
      expect(stage.counters).toMatchObject({ strayMessages: 1, refusedMessages: 3 });
    },
  );

  hooked("a promise, whatever it promises, refuses: the hook is synchronous", async (stage, hooks) => {
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    for (const answer of [
      async () => true,
      async () => {},
      () => Promise.reject(new Error("no")),
      () => Promise.withResolvers().promise,
    ]) {
      Object.assign(hooks, { acceptChannelMessage: answer });
      ann.says(say.toChannel(channel, "hi"));
      await bob.nothingMore();
    }
    expect(stage.counters.refusedMessages).toBe(4);
  });

  hooked("a refused message is counted and told to nobody", async (stage, hooks) => {
    let told = 0;
    hooks.acceptChannelMessage = () => false;
    hooks.channelMessageReceived = () => void told++;
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    people[0].says(say.toChannel(channel, "hi"));
    await people[1].nothingMore();
    expect(told).toBe(0);
    expect(stage.counters.refusedMessages).toBe(1);
  });

  describe("a hook that acts", () => {
    hooked("and takes the sender out of the channel: the message is not relayed", async (stage, hooks) => {
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      const [ann, bob] = people;
      hooks.acceptChannelMessage = (client, room) => room.kick(client);
      bob.says(say.toChannel(channel, "bad"), say.toChannel(channel, "worse"));
      await bob.hears(success("LeaveChannel", { channel }));
      await ann.hears(peerLeft(channel, bob.id));
      await ann.nothingMore();
      expect(stage.counters.strayMessages).toBe(1);
    });

    hooked("and ends the sender's connection: the message is not relayed", async (stage, hooks) => {
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      const [ann, bob] = people;
      hooks.acceptChannelMessage = (client) => client.disconnect("Language!");
      bob.says(say.toChannel(channel, "bad"), say.toChannel(channel, "worse"));
      expect(await bob.rest()).toMatchObject([{ request: "Connect", success: false, reason: "Language!" }]);
      await ann.hears(peerLeft(channel, bob.id));
      await ann.nothingMore();
    });

    hooked("and closes the channel: the message is not relayed", async (stage, hooks) => {
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      hooks.acceptChannelMessage = (_client, room) => room.close();
      people[1].says(say.toChannel(channel, "bad"));
      for (const each of people) await each.hears(success("LeaveChannel", { channel }));
      for (const each of people) await each.nothingMore();
    });

    hooked("what it sends comes before the message", async (stage, hooks) => {
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      hooks.acceptChannelMessage = (client, room, { text }) =>
        room.sendMessage(`${client.name} says ${text.length} characters`);
      const [ann, bob] = people;
      bob.says(say.toChannel(channel, "hello"));
      const announcement = {
        type: "BinaryServerChannelMessage",
        subchannel: 0,
        variant: 0,
        channel,
        data: "Bob says 5 characters",
      } as const;
      await ann.hears(announcement, fromChannel(channel, bob.id, "hello"));
      await bob.hears(announcement);
      await bob.nothingMore();
    });
  });
});
