import { describe, expect } from "bun:test";
import type { Channel, Client } from "../../src/index.ts";
import { failure, peer, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked } from "./hooked.ts";
import { passedOver } from "./told.ts";

describe("channelAdded", () => {
  passedOver("channelAdded", async (stage) => {
    const ann = await stage.enter("Ann");
    return async () => {
      ann.says(say.join("Den"));
      await ann.hearsFrame("00 09 02 01 01 03 44656e 0100");
    };
  });

  hooked(
    "told once for each channel, before channelJoined, with its first client in it",
    async (stage, hooks) => {
      const told: unknown[] = [];
      hooks.channelAdded = (...args: [Channel]) => {
        const [{ id, name, master, hidden, autoClose, clients, open }] = args;
        told.push([args.length, id, name, master?.name, hidden, autoClose, clients.length, open]);
      };
      hooks.channelJoined = (client) => void told.push(client.name);
      const [ann, bob] = [await stage.enter("Ann"), await stage.enter("Bob")];
      await ann.joins("Room", 1);
      await bob.joins("ROOM");
      await bob.joins("Other", 2);
      expect(told).toEqual([
        [1, 1, "Room", "Ann", true, false, 1, true],
        "Ann",
        "Bob",
        [1, 2, "Other", "Bob", false, true, 1, true],
        "Bob",
      ]);
    },
  );

  hooked("not told where the join is refused", async (stage, hooks) => {
    let told = 0;
    hooks.channelAdded = () => void told++;
    hooks.acceptChannelJoin = () => false;
    const ann = await stage.enter("Ann");
    ann.says(say.join("Den"), say.join(""));
    await ann.hears(failure("JoinChannel", "Join refused by server", { name: "Den" }));
    await ann.hears(failure("JoinChannel", /^Invalid channel name/, { name: "" }));
    expect(told).toBe(0);
  });

  hooked("told of a channel that the owner makes", async (stage, hooks) => {
    const told: string[] = [];
    hooks.channelAdded = ({ name }) => void told.push(name);
    hooks.loginAccepted = (client) => void client.joinChannel("Lobby");
    const ann = await stage.enter("Ann");
    await ann.hears(success("JoinChannel", { flags: 1, name: "Lobby", channel: 1, peers: [] }));
    expect(told).toEqual(["Lobby"]);
  });

  describe("a hook that acts", () => {
    hooked("and hides the channel, and takes its master", async (stage, hooks) => {
      hooks.channelAdded = (channel) => {
        channel.hidden = true;
        channel.autoClose = true;
        channel.setMaster(undefined);
      };
      const [ann, bob] = [await stage.enter("Ann"), await stage.enter("Bob")];
      ann.says(say.join("Room"));
      await ann.hears(success("JoinChannel", { flags: 1, name: "Room", channel: 1, peers: [] }));
      bob.says(say.list(), say.join("Room"));
      await bob.hears(success("ChannelList", { channels: [] }));
      await bob.hears(
        success("JoinChannel", {
          flags: 0,
          name: "Room",
          channel: 1,
          peers: [{ peer: ann.id, flags: 0, name: "Ann" }],
        }),
      );
      await ann.hears(peer(1, bob.id, "Bob"));
      ann.says(say.kick(1, bob.id));
      await bob.nothingMore();
    });

    hooked(
      "and closes the channel: the creator hears of both, and the name is free",
      async (stage, hooks) => {
        hooks.channelAdded = (channel) => channel.close();
        const ann = await stage.enter("Ann");
        ann.says(say.join("Room"));
        await ann.hears(
          success("JoinChannel", { flags: 1, name: "Room", channel: 1, peers: [] }),
          success("LeaveChannel", { channel: 1 }),
        );
        await ann.nothingMore();
        delete hooks.channelAdded;
        expect(await ann.joins("Room")).toBe(2);
      },
    );

    hooked("and ends the creator's connection: the channel goes with it", async (stage, hooks) => {
      hooks.channelAdded = (channel) => channel.master?.disconnect("No channels");
      const [ann, bob] = [await stage.enter("Ann"), await stage.enter("Bob")];
      ann.says(say.join("Room"));
      expect(await ann.rest()).toEqual([
        success("JoinChannel", { flags: 1, name: "Room", channel: 1, peers: [] }),
        failure("Connect", "No channels"),
      ]);
      bob.says(say.list());
      await bob.hears(success("ChannelList", { channels: [] }));
    });

    hooked(
      "and takes the creator out and in again: channelJoined is told once of it",
      async (stage, hooks) => {
        const told: string[] = [];
        hooks.channelJoined = ({ name }) => void told.push(`${name} joined`);
        hooks.channelLeft = ({ name }) => void told.push(`${name} left`);
        const [ann, bob] = [await stage.enter("Ann"), await stage.enter("Bob")];
        hooks.channelAdded = (channel) => {
          const creator = channel.master;
          other?.joinChannel("Room");
          creator?.leaveChannel(channel);
          creator?.joinChannel("Room");
        };
        let other: Client | undefined;
        hooks.messageReceived = (client) => {
          other = client;
        };
        bob.says(say.toServer("it is me"), say.list());
        await bob.next();
        await ann.joins("Room");
        await ann.catchUp();
        expect(told).toEqual(["Bob joined", "Ann left", "Ann joined"]);
      },
    );
  });
});
