import { describe, expect } from "bun:test";
import type { Client } from "../../src/index.ts";
import { failure, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked } from "./hooked.ts";
import { passedOver } from "./told.ts";

describe("channelListSent", () => {
  passedOver("channelListSent", async (stage) => {
    const { people } = await stage.room("Den", "Ann");
    return async () => {
      people[0].says(say.list());
      await people[0].hearsFrame("00 08 04 01 0100 03 44656e");
    };
  });

  hooked("told when the list was sent; what the hook sends comes after it", async (stage, hooks) => {
    const told: unknown[] = [];
    hooks.channelListSent = (...args: [Client]) => {
      told.push([args.length, args[0].name]);
      args[0].sendMessage("choose one");
    };
    const ann = await stage.enter("Ann");
    ann.says(say.list());
    await ann.hears(success("ChannelList", { channels: [] }));
    await ann.hears({ type: "BinaryServerMessage", subchannel: 0, variant: 0, data: "choose one" });
    expect(told).toEqual([[1, "Ann"]]);
  });

  hooked("told of a list that the owner sends", async (stage, hooks) => {
    let told = 0;
    hooks.channelListSent = () => void told++;
    hooks.messageReceived = (client) => client.sendChannelList([]);
    const ann = await stage.enter("Ann");
    ann.says(say.toServer("list"));
    await ann.hears(success("ChannelList", { channels: [] }));
    expect(told).toBe(1);
  });

  hooked(
    "not told where it is denied",
    { settings: { channels: { listing: "deny" } } },
    async (stage, hooks) => {
      let told = 0;
      hooks.channelListSent = () => void told++;
      const ann = await stage.enter("Ann");
      ann.says(say.list());
      await ann.hears(failure("ChannelList", "Channel listing not enabled"));
      expect(told).toBe(0);
    },
  );

  hooked("not told where the hook refuses it", async (stage, hooks) => {
    let told = 0;
    hooks.channelListSent = () => void told++;
    hooks.acceptChannelListRequest = () => false;
    const ann = await stage.enter("Ann");
    ann.says(say.list());
    await ann.hears(failure("ChannelList", "Channel list refused by server"));
    expect(told).toBe(0);
  });
});
