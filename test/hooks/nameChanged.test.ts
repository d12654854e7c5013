import { describe, expect } from "bun:test";
import type { Client } from "../../src/index.ts";
import { failure, peer, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked } from "./hooked.ts";
import { passedOver } from "./told.ts";

describe("nameChanged", () => {
  passedOver("nameChanged", async (stage, bystander) => {
    const channel = await bystander.joins("Den");
    const ann = await stage.enter("Ann");
    await ann.joins("Den");
    await bystander.next();
    return async () => {
      ann.says(say.setName("Bea"));
      await ann.hearsFrame("00 06 01 01 03 426561");
      await bystander.hears(peer(channel, ann.id, "Bea"));
    };
  });

  hooked("told of every name but the first, also of another spelling", async (stage, hooks) => {
    const told: unknown[] = [];
    hooks.nameChanged = (...args: [Client, string]) => void told.push([args.length, args[0].name, args[1]]);
    const ann = await stage.enter("Ann");
    await ann.takesName("Bea");
    await ann.takesName("BEA");
    expect(told).toEqual([
      [2, "Bea", "Bea"],
      [2, "BEA", "BEA"],
    ]);
  });

  hooked("not told of exactly the current name, nor of one that is refused", async (stage, hooks) => {
    let told = 0;
    hooks.nameChanged = () => void told++;
    const { people } = await stage.room("Room", "Ann", "Bob");
    hooks.acceptNameChange = (_client, name) => name !== "Zoe";
    people[0].says(say.setName("Ann"), say.setName("Bob"), say.setName("Zoe"));
    await people[0].hears(success("SetName", { name: "Ann" }));
    await people[0].hears(failure("SetName", "Name already taken", { name: "Bob" }));
    await people[0].hears(failure("SetName", "Name refused by server", { name: "Zoe" }));
    expect(told).toBe(0);
  });

  hooked("told of a name that the owner gives, when everybody knows it", async (stage, hooks) => {
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    hooks.nameChanged = (client, name) => {
      for (const room of client.channels) room.sendMessage(`now ${name}`);
    };
    hooks.messageReceived = (client, { text }) => void client.setName(text);
    ann.says(say.toServer("Zoe"));
    await ann.hears(success("SetName", { name: "Zoe" }));
    await bob.hears(peer(channel, ann.id, "Zoe", 1));
    for (const each of people)
      await each.hears({
        type: "BinaryServerChannelMessage",
        subchannel: 0,
        variant: 0,
        channel,
        data: "now Zoe",
      });
  });
});
