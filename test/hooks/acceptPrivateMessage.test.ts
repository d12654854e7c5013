import { describe, expect } from "bun:test";
import type { Channel, Client, Message } from "../../src/index.ts";
import { fromPeer, peerLeft, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked } from "./hooked.ts";
import { verdicts } from "./verdicts.ts";

describe("acceptPrivateMessage", () => {
  verdicts("acceptPrivateMessage", async (stage, bystander) => {
    const asker = await stage.enter("Ann");
    await bystander.joins("Den");
    await asker.joins("Den");
    await bystander.next();
    return {
      asker,
      asks: say.toPeer(1, 1, "hi"),
      accepted: { by: bystander, frame: "30 07 00 0100 0200 6869" },
    };
  });

  hooked("asked with the sender, the channel, the recipient and the message", async (stage, hooks) => {
    const asked: unknown[] = [];
    hooks.acceptPrivateMessage = (...args: [Client, Channel, Client, Message]) => {
      const [client, { name }, recipient, { subchannel, variant, blasted, isObject, value }] = args;
      asked.push([
        args.length,
        client.name,
        name,
        recipient.name,
        subchannel,
        variant,
        blasted,
        isObject,
        value,
      ]);
    };
    const { channel, people } = await stage.boundRoom("Room", "Ann", "Bob", "Carol");
    const [ann, bob, carol] = people;
    ann.says(say.toPeer(channel, bob.id, "hi", { subchannel: 7 }));
    await bob.hears(fromPeer(channel, ann.id, "hi", { subchannel: 7 }));
    bob.says(say.toPeer(channel, carol.id, "[null]", { object: true }));
    await carol.hears(fromPeer(channel, bob.id, "[null]", { object: true }));
    carol.blasts(say.toPeer(channel, ann.id, "psst"));
    await ann.hearsBlast(fromPeer(channel, carol.id, "psst"));
    expect(asked).toEqual([
      [4, "Ann", "Room", "Bob", 7, 0, false, false, "hi"],
      [4, "Bob", "Room", "Carol", 0, 0, false, true, [null]],
      [4, "Carol", "Room", "Ann", 0, 0, true, false, "psst"],
    ]);
  });

  hooked(
    "not asked where the server's own rules drop the message",
    { settings: { messages: { strictVariants: true } } },
    async (stage, hooks) => {
      let asked = 0;
      hooks.acceptPrivateMessage = () => void asked++;
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      const [ann, bob] = people;
      const carol = await stage.enter("Carol");
      ann.says(
        say.toPeer(channel, ann.id, "me"),
        say.toPeer(channel, carol.id, "not here"),
        say.toPeer(channel, 0xffff, "nobody"),
      );
      ann.says(
        say.toPeer(channel + 1, bob.id, "elsewhere"),
        say.toPeer(channel, bob.id, "?", { variant: 4 }),
      );
      carol.says(say.toPeer(channel, bob.id, "from outside"));
      await bob.nothingMore();
      expect(asked).toBe(0);
      expect(stage.counters).toMatchObject({ strayMessages: 5, refusedMessages: 1 });
    },
  );

  hooked(
    "not asked about messages to the whole channel, and the channel's hook not about this one",
    async (stage, hooks) => {
      const asked: string[] = [];
      hooks.acceptPrivateMessage = () => void asked.push("private");
      hooks.acceptChannelMessage = () => void asked.push("channel");
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      people[0].says(say.toChannel(channel, "all"), say.toPeer(channel, people[1].id, "you"));
      await stage.settle();
      expect(asked).toEqual(["channel", "private"]);
    },
  );

  hooked("a promise, whatever it promises, refuses: the hook is synchronous", async (stage, hooks) => {
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    for (const answer of [async () => true, () => Promise.reject(new Error("no"))]) {
      Object.assign(hooks, { acceptPrivateMessage: answer });
      ann.says(say.toPeer(channel, bob.id, "hi"));
      await bob.nothingMore();
    }
    expect(stage.counters.refusedMessages).toBe(2);
  });

  describe("a hook that acts", () => {
    for (const who of ["sender", "recipient"] as const) {
      hooked(`and kicks the ${who}: the message is not relayed, and not told`, async (stage, hooks) => {
        let told = 0;
        hooks.privateMessageReceived = () => void told++;
        hooks.acceptPrivateMessage = (client, room, recipient) =>
          room.kick(who === "sender" ? client : recipient);
        const { channel, people } = await stage.room("Room", "Ann", "Bob");
        const [ann, bob] = people;
        ann.says(say.toPeer(channel, bob.id, "hi"));
        const [kicked, other] = who === "sender" ? [ann, bob] : [bob, ann];
        await kicked.hears(success("LeaveChannel", { channel }));
        await other.hears(peerLeft(channel, kicked.id));
        for (const each of people) await each.nothingMore();
        expect(told).toBe(0);
      });
    }

    hooked("and ends the recipient's connection: the message is not relayed", async (stage, hooks) => {
      hooks.acceptPrivateMessage = (_client, _room, recipient) => recipient.disconnect();
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      const [ann, bob] = people;
      ann.says(say.toPeer(channel, bob.id, "hi"));
      await bob.closed();
      await ann.hears(peerLeft(channel, bob.id));
    });

    hooked("what it sends comes before the message", async (stage, hooks) => {
      hooks.acceptPrivateMessage = (_client, room, recipient) =>
        recipient.sendMessage("listen", 3, { channel: room });
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      const [ann, bob] = people;
      ann.says(say.toPeer(channel, bob.id, "hi"));
      await bob.hears({
        type: "BinaryServerChannelMessage",
        subchannel: 3,
        variant: 0,
        channel,
        data: "listen",
      });
      await bob.hears(fromPeer(channel, ann.id, "hi"));
    });
  });
});
