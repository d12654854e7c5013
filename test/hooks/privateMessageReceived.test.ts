import { describe, expect } from "bun:test";
import type { Channel, Client, Message } from "../../src/index.ts";
import { fromPeer } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked } from "./hooked.ts";
import { passedOver } from "./told.ts";

describe("privateMessageReceived", () => {
  passedOver("privateMessageReceived", async (stage, bystander) => {
    const channel = await bystander.joins("Den");
    const ann = await stage.enter("Ann");
    await ann.joins("Den");
    await bystander.next();
    return async () => {
      ann.says(say.toPeer(channel, bystander.id, "hi"));
      await bystander.hearsFrame("30 07 00 0100 0200 6869");
    };
  });

  hooked("told with the sender, the channel, the recipient and the message", async (stage, hooks) => {
    const told: unknown[] = [];
    hooks.privateMessageReceived = (...args: [Client, Channel, Client, Message]) => {
      const [client, { name }, recipient, { subchannel, value, blasted, isObject }] = args;
      told.push([args.length, client.name, name, recipient.name, subchannel, value, blasted, isObject]);
    };
    const { channel, people } = await stage.boundRoom("Room", "Ann", "Bob", "Carol");
    const [ann, bob, carol] = people;
    ann.says(say.toPeer(channel, carol.id, "hi", { subchannel: 4 }));
    await carol.hears(fromPeer(channel, ann.id, "hi", { subchannel: 4 }));
    carol.blasts(say.toPeer(channel, bob.id, "1", { object: true }));
    await bob.hearsBlast(fromPeer(channel, carol.id, "1", { object: true }));
    expect(told).toEqual([
      [4, "Ann", "Room", "Carol", 4, "hi", false, false],
      [4, "Carol", "Room", "Bob", 0, 1, true, true],
    ]);
  });

  hooked("not told of what was dropped, nor of messages to the channel", async (stage, hooks) => {
    let told = 0;
    hooks.privateMessageReceived = () => void told++;
    hooks.acceptPrivateMessage = () => false;
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    ann.says(
      say.toPeer(channel, bob.id, "no"),
      say.toPeer(channel, ann.id, "me"),
      say.toChannel(channel, "all"),
    );
    await bob.next();
    await bob.nothingMore();
    expect(told).toBe(0);
  });

  hooked("a hook that acts: what it sends comes after the message", async (stage, hooks) => {
    hooks.privateMessageReceived = (client, _channel, recipient) =>
      recipient.sendMessage(`That was ${client.name}`);
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    ann.says(say.toPeer(channel, bob.id, "hi"));
    await bob.hears(fromPeer(channel, ann.id, "hi"));
    await bob.hears({ type: "BinaryServerMessage", subchannel: 0, variant: 0, data: "That was Ann" });
  });
});
