import { describe, expect } from "bun:test";
import type { Client, Message } from "../../src/index.ts";
import { failure } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked, once } from "./hooked.ts";
import { passedOver } from "./told.ts";

describe("messageReceived", () => {
  passedOver("messageReceived", async (stage) => {
    const ann = await stage.enter("Ann");
    return async () => {
      ann.says(say.toServer("hi"), say.leave(0));
      await ann.hears(failure("LeaveChannel", "No such channel", { channel: 0 }));
    };
  });

  hooked("told with the client and the message, sent or blasted", async (stage, hooks) => {
    const told: unknown[] = [];
    const blasted = once<void>();
    hooks.messageReceived = (...args: [Client, Message]) => {
      const [{ name }, { subchannel, variant, isObject, value }] = args;
      told.push([args.length, name, subchannel, variant, isObject, args[1].blasted, value]);
      if (args[1].blasted) blasted.tell();
    };
    const { people } = await stage.boundRoom("Room", "Ann");
    const [ann] = people;
    ann.says(say.toServer("hi", { subchannel: 200 }), say.toServer("{}", { object: true, variant: 3 }));
    ann.says(
      say.toServer(Uint8Array.of(1, 0, 0, 0x80), { variant: 1 }),
      say.toServer(Uint8Array.of(1), { variant: 1 }),
    );
    await ann.catchUp();
    ann.blasts(say.toServer(Uint8Array.of(0, 255), { variant: 2, subchannel: 1 }));
    await blasted.told;
    expect(told).toEqual([
      [2, "Ann", 200, 0, false, false, "hi"],
      [2, "Ann", 0, 3, true, false, {}],
      [2, "Ann", 0, 1, false, false, -0x7fffffff],
      [2, "Ann", 0, 1, false, false, undefined],
      [2, "Ann", 1, 2, false, true, Uint8Array.of(0, 255)],
    ]);
  });

  hooked("told of a client without a name too", async (stage, hooks) => {
    const told = once<string>();
    hooks.messageReceived = ({ name }, { text }) => told.tell(`${name}: ${text}`);
    const ann = await stage.open();
    await ann.connects();
    ann.says(say.toServer("hi"));
    expect(await told.told).toBe(": hi");
  });

  hooked(
    "not told of what the server's own rules drop",
    { settings: { messages: { strictVariants: true }, allow: { messagesToServer: "L*" } } },
    async (stage, hooks) => {
      const told: string[] = [];
      hooks.messageReceived = (_client, { text }) => void told.push(text);
      const ann = await stage.enter("Ann");
      ann.says(
        say.toServer("one1"),
        say.toServer("x", { variant: 9 }),
        say.toServer("x", { variant: 1 }),
        say.toServer("ok"),
      );
      await ann.catchUp();
      expect(told).toEqual(["ok"]);
      expect(stage.counters.refusedMessages).toBe(3);
    },
  );

  describe("a hook that acts", () => {
    hooked(
      "answers come in the order of the messages, and before those to later requests",
      async (stage, hooks) => {
        hooks.messageReceived = (client, { text, subchannel }) =>
          client.sendMessage(text.toUpperCase(), subchannel);
        const ann = await stage.enter("Ann");
        ann.says(
          say.toServer("one", { subchannel: 1 }),
          say.toServer("two"),
          say.leave(0),
          say.toServer("three"),
        );
        for (const [data, subchannel] of [
          ["ONE", 1],
          ["TWO", 0],
        ] as const)
          await ann.hears({ type: "BinaryServerMessage", subchannel, variant: 0, data });
        await ann.hears(failure("LeaveChannel", "No such channel", { channel: 0 }));
        await ann.hears({ type: "BinaryServerMessage", subchannel: 0, variant: 0, data: "THREE" });
      },
    );

    hooked("and ends the connection: the messages that came with it are not told", async (stage, hooks) => {
      const told: string[] = [];
      hooks.messageReceived = (client, { text }) => {
        told.push(text);
        client.disconnect(text);
      };
      const ann = await stage.enter("Ann");
      ann.says(say.toServer("one"), say.toServer("two"));
      await ann.hears(failure("Connect", "one"));
      await ann.closed();
      expect(told).toEqual(["one"]);
    });

    hooked("and sends while it reads: the message stays what it is during the call", async (stage, hooks) => {
      const told = once<unknown>();
      hooks.messageReceived = (client, message) => {
        client.sendMessage("x".repeat(100_000));
        client.channels[0]?.sendMessage(message.bytes);
        told.tell([message.text, message.bytes.length]);
      };
      const { people } = await stage.room("Room", "Ann");
      people[0].says(say.toServer("untouched"));
      expect(await told.told).toEqual(["untouched", 9]);
      expect(await people[0].next()).toMatchObject({ data: "x".repeat(100_000) });
      expect(await people[0].next()).toMatchObject({ data: "untouched", variant: 2 });
    });
  });
});
