import { describe, expect } from "bun:test";
import type { Channel } from "../../src/index.ts";
import { peer } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { clientsOf, hooked } from "./hooked.ts";

/** What can be sent, how, and what is heard: head and payload after subchannel (and channel). */
const VALUES = [
  ["a text", "hé", {}, 0, "68c3a9", false],
  ["an empty text", "", {}, 0, "", false],
  ["a number", 258, {}, 1, "02010000", false],
  ["a negative number", -2, {}, 1, "feffffff", false],
  ["the largest number", 2 ** 32 - 1, {}, 1, "ffffffff", false],
  ["bytes", Uint8Array.of(0, 255), {}, 2, "00ff", false],
  ["a Buffer", Buffer.from("hi"), {}, 2, "6869", false],
  ["an object, as JSON", { a: 1 }, {}, 0, "7b2261223a317d", true],
  ["a list, as JSON", [1, null], {}, 0, "5b312c6e756c6c5d", true],
  ["a text as JSON", "hi", { asObject: true }, 0, "22686922", true],
  ["a number as JSON", 1.5, { asObject: true }, 0, "312e35", true],
  ["an object, though asObject is off", { a: 1 }, { asObject: false }, 0, "7b2261223a317d", true],
  ["bytes as the JSON text that they are", Buffer.from("[1]"), { asObject: true }, 0, "5b315d", true],
  ["a text of another variant", "hi", { variant: 7 }, 7, "6869", false],
  ["bytes as a text", Buffer.from("hi"), { variant: 0 }, 0, "6869", false],
  ["an object of another variant", {}, { variant: 6 }, 6, "7b7d", true],
  ["what JavaScript lets pass: true", true as never, {}, 0, "74727565", true],
  ["what JavaScript lets pass: null", null as never, {}, 0, "6e756c6c", true],
] as const;

const two = (value: number) => value.toString(16).padStart(2, "0");
const frameOf = (type: number, variant: number, payload: string) =>
  `${type.toString(16)}${variant.toString(16)}${two(payload.length / 2)}${payload}`;

describe("sendMessage to a client", () => {
  hooked("sends every kind of value, byte for byte, in order", async (stage, hooks) => {
    const client = clientsOf(hooks);
    const ann = await stage.enter("Ann");
    for (const [, value, options] of VALUES) client(ann).sendMessage(value, 200, options);
    for (const [, , , variant, data, isObject] of VALUES)
      await ann.hearsFrame(frameOf(isObject ? 5 : 1, variant, `c8${data}`));
    await ann.nothingMore();
  });

  hooked("is on subchannel 0 where none is given", async (stage, hooks) => {
    const client = clientsOf(hooks);
    const ann = await stage.enter("Ann");
    client(ann).sendMessage("hi");
    await ann.hearsFrame("10 03 00 6869");
  });

  hooked("as one of a channel: to this client alone", async (stage, hooks) => {
    const client = clientsOf(hooks);
    const { people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    const [channel] = client(ann).channels as [Channel];
    client(ann).sendMessage("hi", 3, { channel });
    client(ann).sendMessage({}, 3, { channel, variant: 4 });
    await ann.hearsFrame("40 05 03 0100 6869");
    await ann.hearsFrame("84 05 03 0100 7b7d");
    await bob.nothingMore();
  });

  hooked("as one of a channel that it is not in: nothing is sent", async (stage, hooks) => {
    const client = clientsOf(hooks);
    const { people } = await stage.room("Room", "Ann");
    const bob = await stage.enter("Bob");
    const [channel] = client(people[0]).channels as [Channel];
    client(bob).sendMessage("hi", 0, { channel });
    client(bob).blast("hi", 0, { channel });
    await bob.nothingMore();
    expect(stage.counters.undeliveredBlasts).toBe(0);
  });

  hooked("before the client has a name, and while others are silent", async (stage, hooks) => {
    const client = clientsOf(hooks);
    const [ann, bob] = [await stage.open(), await stage.open()];
    for (const each of [ann, bob]) await each.connects();
    client(ann).sendMessage("hi");
    await ann.hears({ type: "BinaryServerMessage", subchannel: 0, variant: 0, data: "hi" });
    await bob.nothingMore();
  });
});

describe("sendMessage to a channel", () => {
  hooked("reaches everybody in it, byte for byte", async (stage, hooks) => {
    const client = clientsOf(hooks);
    const { people } = await stage.room("Room", "Ann", "Bob");
    const outsider = await stage.enter("Carol");
    const [channel] = client(people[0]).channels as [Channel];
    for (const [, value, options] of VALUES) channel.sendMessage(value, 9, options);
    for (const each of people) {
      for (const [, , , variant, data, isObject] of VALUES)
        await each.hearsFrame(frameOf(isObject ? 8 : 4, variant, `090100${data}`));
      await each.nothingMore();
    }
    await outsider.nothingMore();
  });
});

describe("blast", () => {
  hooked("goes by UDP: to a client, as one of a channel, and to a channel", async (stage, hooks) => {
    const client = clientsOf(hooks);
    const { channel: id, people } = await stage.boundRoom("Room", "Ann", "Bob");
    const [ann, bob] = people;
    const [channel] = client(ann).channels as [Channel];
    client(ann).blast("to you", 1);
    await ann.hearsBlast({ type: "BinaryServerMessage", subchannel: 1, variant: 0, data: "to you" });
    client(ann).blast({ a: 1 }, 2, { channel });
    await ann.hearsBlast({
      type: "ObjectServerChannelMessage",
      subchannel: 2,
      variant: 0,
      channel: id,
      data: '{"a":1}',
    });
    channel.blast(Uint8Array.of(0x41), 3, { variant: 5 });
    for (const each of [ann, bob])
      await each.hearsBlast({
        type: "BinaryServerChannelMessage",
        subchannel: 3,
        variant: 5,
        channel: id,
        data: "A",
      });
    for (const each of [ann, bob]) await each.nothingMore();
  });

  hooked(
    "goes nowhere where the client has no UDP, and is counted",
    { only: "sockets" },
    async (stage, hooks) => {
      const client = clientsOf(hooks);
      const { people } = await stage.room("Room", "Ann", "Bob");
      client(people[0]).blast("hi");
      client(people[0]).channels[0]?.blast("hi");
      for (const each of people) await each.nothingMore();
      expect(stage.counters.undeliveredBlasts).toBe(3);
    },
  );

  hooked(
    'is sent where udp.fallback is "tcp"',
    { only: "sockets", settings: { udp: { fallback: "tcp" } } },
    async (stage, hooks) => {
      const client = clientsOf(hooks);
      const ann = await stage.enter("Ann");
      client(ann).blast("hi");
      await ann.hearsFrame("10 03 00 6869");
    },
  );
});

describe("a value that cannot be sent", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.self = cyclic;
  for (const [title, args, error] of [
    ["a fraction", [1.5], RangeError],
    ["no number", [Number.NaN], RangeError],
    ["infinity", [Number.POSITIVE_INFINITY], RangeError],
    ["a number above 32 bits", [2 ** 32], RangeError],
    ["a number below 32 bits", [-(2 ** 31) - 1], RangeError],
    ["subchannel 256", ["hi", 256], RangeError],
    ["subchannel -1", ["hi", -1], RangeError],
    ["half a subchannel", ["hi", 0.5], RangeError],
    ["no subchannel", ["hi", Number.NaN], RangeError],
    ["variant 16", ["hi", 0, { variant: 16 }], RangeError],
    ["variant -1", ["hi", 0, { variant: -1 }], RangeError],
    ["half a variant", ["hi", 0, { variant: 0.5 }], RangeError],
    ["what refers to itself", [cyclic], TypeError],
    ["a big integer", [1n], TypeError],
    ["nothing", [undefined], TypeError],
    ["nothing as JSON", [undefined, 0, { asObject: true }], TypeError],
    ["a function", [() => {}], TypeError],
    ["a symbol", [Symbol("s")], TypeError],
  ] as const) {
    hooked(
      `throws a ${error.name}, and nothing is sent: ${title}`,
      { only: "socketless" },
      async (stage, hooks) => {
        const client = clientsOf(hooks);
        const { people } = await stage.room("Room", "Ann");
        const [channel] = client(people[0]).channels as [Channel];
        const given = args as unknown as Parameters<Channel["sendMessage"]>;
        expect(() => client(people[0]).sendMessage(...given)).toThrow(error);
        expect(() => client(people[0]).blast(...given)).toThrow(error);
        expect(() => channel.sendMessage(...given)).toThrow(error);
        expect(() => channel.blast(...given)).toThrow(error);
        await people[0].nothingMore();
      },
    );
  }

  hooked("is the hook's failure: the others get their messages", async (stage, hooks) => {
    hooks.channelJoined = (_client, channel) => channel.sendMessage(1.5);
    const { channel, people } = await stage.room("Room", "Ann");
    const bob = await stage.enter("Bob");
    await bob.joins("Room");
    await people[0].hears(peer(channel, bob.id, "Bob"));
    bob.says(say.toServer("hi"));
    await people[0].nothingMore();
  });
});
