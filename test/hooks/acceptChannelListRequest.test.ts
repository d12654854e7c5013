import { describe, expect } from "bun:test";
import type { Client } from "../../src/index.ts";
import { failure, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked, later } from "./hooked.ts";
import { eventually } from "./verdicts.ts";

describe("acceptChannelListRequest", () => {
  eventually("acceptChannelListRequest", async (stage, bystander) => {
    const asker = await stage.open();
    await asker.connects();
    await bystander.joins("Den");
    return {
      asker,
      asks: say.list(),
      accepted: { by: asker, frame: "00 08 04 01 0100 03 44656e" },
      refusal: "04 00",
    };
  });

  hooked("asked with the client, also one without a name, at each request", async (stage, hooks) => {
    const asked: unknown[] = [];
    hooks.acceptChannelListRequest = (...args: [Client]) =>
      void asked.push([args.length, args[0].id, args[0].name]);
    const ann = await stage.open();
    await ann.connects();
    ann.says(say.list(), say.setName("Ann"), say.list());
    await ann.hears(success("ChannelList", { channels: [] }), success("SetName", { name: "Ann" }));
    await ann.hears(success("ChannelList", { channels: [] }));
    expect(asked).toEqual([
      [1, 1, ""],
      [1, 1, "Ann"],
    ]);
  });

  hooked(
    'not asked where channels.listing is "deny"',
    { settings: { channels: { listing: "deny" } } },
    async (stage, hooks) => {
      let asked = 0;
      hooks.acceptChannelListRequest = () => void asked++;
      const ann = await stage.enter("Ann");
      ann.says(say.list());
      await ann.hears(failure("ChannelList", "Channel listing not enabled"));
      expect(asked).toBe(0);
    },
  );

  hooked(
    'asked where channels.listing is "empty"',
    { settings: { channels: { listing: "empty" } } },
    async (stage, hooks) => {
      const { people } = await stage.room("Room", "Ann");
      hooks.acceptChannelListRequest = () => false;
      people[0].says(say.list());
      await people[0].hears(failure("ChannelList", "Channel list refused by server"));
      delete hooks.acceptChannelListRequest;
      people[0].says(say.list());
      await people[0].hears(success("ChannelList", { channels: [] }));
    },
  );

  hooked("the list is that of the moment in which it is sent", async (stage, hooks) => {
    const verdict = later<void>();
    hooks.acceptChannelListRequest = verdict.ask;
    const ann = await stage.enter("Ann");
    ann.says(say.list());
    await verdict.asked;
    await stage.room("Room", "Bob");
    verdict.answer();
    await ann.hears(success("ChannelList", { channels: [{ peers: 1, name: "Room" }] }));
  });

  hooked("a hook may answer with a list of its own and refuse the rest", async (stage, hooks) => {
    hooks.acceptChannelListRequest = (client) => {
      client.sendChannelList([{ name: "Lobby", peers: 300 }]);
      return false;
    };
    const ann = await stage.enter("Ann");
    ann.says(say.list());
    await ann.hearsFrame("00 0a 04 01 2c01 05 4c6f626279");
    await ann.hears(failure("ChannelList", "Channel list refused by server"));
  });
});
