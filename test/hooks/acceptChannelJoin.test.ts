import { describe, expect } from "bun:test";
import { type Channel, type Client, rename } from "../../src/index.ts";
import { failure, fromChannel, peer, peerLeft, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked } from "./hooked.ts";
import { eventually } from "./verdicts.ts";

describe("acceptChannelJoin", () => {
  eventually("acceptChannelJoin", async (stage) => {
    const asker = await stage.enter("Ann");
    return {
      asker,
      asks: say.join("Den"),
      accepted: { by: asker, frame: "00 09 02 01 01 03 44656e 0100" },
      refusal: "02 00 03 44656e",
    };
  });

  hooked(
    "asked with the client, the name as asked for, and the channel if there is one",
    async (stage, hooks) => {
      const asked: unknown[] = [];
      hooks.acceptChannelJoin = (...args: [Client, string, Channel | undefined]) =>
        void asked.push([
          args.length,
          args[0].name,
          args[1],
          args[2]?.name,
          args[2]?.clients.map(({ name }) => name),
        ]);
      const { people } = await stage.room("Room", "Ann");
      const bob = await stage.enter("Bob");
      await bob.joins(" rooM ");
      await people[0].next();
      expect(asked).toEqual([
        [3, "Ann", "Room", undefined, undefined],
        [3, "Bob", " rooM ", "Room", ["Ann"]],
      ]);
    },
  );

  const limits = { channels: 2, channelsPerClient: 1, peersPerChannel: 2 };
  hooked("not asked where the server's own rules refuse", { settings: { limits } }, async (stage, hooks) => {
    await stage.room("Full", "Ann", "Bob");
    const nameless = await stage.open();
    await nameless.connects();
    const carol = await stage.enter("Carol");
    let asked = 0;
    hooks.acceptChannelJoin = () => void asked++;
    nameless.says(say.join("Room"));
    await nameless.hears(failure("JoinChannel", "Name not set", { name: "Room" }));
    carol.says(say.join("full"), say.join(""));
    await carol.hears(failure("JoinChannel", /^Channel is full/, { name: "full" }));
    await carol.hears(failure("JoinChannel", /^Invalid channel name/, { name: "" }));
    await carol.joins("Other");
    carol.says(say.join("Other"), say.join("Third"));
    await carol.hears(failure("JoinChannel", "Already part of channel", { name: "Other" }));
    await carol.hears(failure("JoinChannel", /^Too many channels/, { name: "Third" }));
    const ann = await stage.enter("CAROL");
    ann.says(say.join("Third"), say.join("Other"));
    await ann.hears(failure("JoinChannel", /^Too many channels/, { name: "Third" }));
    await ann.hears(failure("JoinChannel", "Name already taken", { name: "Other" }));
    expect(asked).toBe(1);
  });

  hooked("a refusal makes no channel, and those in it hear nothing", async (stage, hooks) => {
    const { people } = await stage.room("Room", "Ann");
    let added = 0;
    hooks.channelAdded = () => void added++;
    hooks.acceptChannelJoin = () => false;
    const bob = await stage.enter("Bob");
    bob.says(say.join("Room"), say.join("New"), say.list());
    await bob.hears(failure("JoinChannel", "Join refused by server", { name: "Room" }));
    await bob.hears(failure("JoinChannel", "Join refused by server", { name: "New" }));
    await bob.hears(success("ChannelList", { channels: [{ peers: 1, name: "Room" }] }));
    await people[0].nothingMore();
    expect(added).toBe(0);
  });

  describe("rename", () => {
    hooked("creates a channel of another name, flagged as was asked", async (stage, hooks) => {
      let made: Channel | undefined;
      hooks.acceptChannelJoin = (_client, name) => rename(`${name} 2`);
      hooks.channelAdded = (channel) => {
        made = channel;
      };
      const ann = await stage.enter("Ann");
      ann.says(say.join("Den", 3));
      await ann.hearsFrame("00 0b 02 01 01 05 44656e2032 0100");
      expect(made).toMatchObject({ name: "Den 2", hidden: true, autoClose: true });
    });

    hooked("joins another channel", async (stage, hooks) => {
      const { channel, people } = await stage.room("Overflow", "Ann");
      const bob = await stage.enter("Bob");
      hooks.acceptChannelJoin = () => rename("OVERFLOW");
      bob.says(say.join("Room"));
      const peers = [{ peer: people[0].id, flags: 1, name: "Ann" }];
      await bob.hears(success("JoinChannel", { flags: 0, name: "Overflow", channel, peers }));
      await people[0].hears(peer(channel, bob.id, "Bob"));
    });

    hooked(
      "the rules run again, and the name that was asked for is told",
      { settings: { limits: { peersPerChannel: 1 } } },
      async (stage, hooks) => {
        await stage.room("Full", "Ann");
        const bob = await stage.enter("Bob");
        await bob.joins("Mine");
        for (const [name, reason] of [
          ["full", /^Channel is full/],
          ["MINE", "Already part of channel"],
          [" ", /^Invalid channel name/],
          ["x".repeat(256), /^Invalid channel name/],
        ] as const) {
          hooks.acceptChannelJoin = () => rename(name);
          bob.says(say.join("Room"));
          await bob.hears(failure("JoinChannel", reason, { name: "Room" }));
        }
        await bob.nothingMore();
      },
    );
  });

  describe("a hook that acts", () => {
    hooked("and closes the channel asked about: the client makes a new one", async (stage, hooks) => {
      const { channel, people } = await stage.room("Room", "Ann");
      hooks.acceptChannelJoin = (_client, _name, existing) => existing?.close();
      const bob = await stage.enter("Bob");
      bob.says(say.join("Room"));
      await people[0].hears(success("LeaveChannel", { channel }));
      expect(await bob.next()).toMatchObject({ success: true, flags: 1, name: "Room", peers: [] });
      await people[0].nothingMore();
    });

    hooked("and makes room in a channel by a kick", async (stage, hooks) => {
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      const carol = await stage.enter("Carol");
      hooks.acceptChannelJoin = (_client, _name, existing) => {
        for (const client of existing?.clients ?? []) if (client.name === "Bob") existing?.kick(client);
      };
      carol.says(say.join("Room"));
      await people[1].hears(success("LeaveChannel", { channel }));
      await people[0].hears(peerLeft(channel, people[1].id), peer(channel, carol.id, "Carol"));
      const peers = [{ peer: people[0].id, flags: 1, name: "Ann" }];
      await carol.hears(success("JoinChannel", { flags: 0, name: "Room", channel, peers }));
    });

    hooked(
      "and speaks to the channel: the joiner hears nothing of it before it is in",
      async (stage, hooks) => {
        const { channel, people } = await stage.room("Room", "Ann");
        const bob = await stage.enter("Bob");
        hooks.acceptChannelJoin = (client, _name, existing) => {
          existing?.sendMessage("knock, knock");
          if (existing !== undefined) client.sendMessage("wait", 0, { channel: existing });
        };
        bob.says(say.join("Room"));
        expect(await bob.next()).toMatchObject({ request: "JoinChannel", success: true });
        await people[0].hears({
          type: "BinaryServerChannelMessage",
          subchannel: 0,
          variant: 0,
          channel,
          data: "knock, knock",
        });
        await people[0].hears(peer(channel, bob.id, "Bob"));
        people[0].says(say.toChannel(channel, "who is there?"));
        await bob.hears(fromChannel(channel, people[0].id, "who is there?"));
      },
    );
  });
});
