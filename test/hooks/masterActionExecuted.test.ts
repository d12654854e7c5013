import { describe, expect } from "bun:test";
import type { Channel, Client } from "../../src/index.ts";
import { peer, peerLeft, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked } from "./hooked.ts";
import { passedOver } from "./told.ts";

describe("masterActionExecuted", () => {
  passedOver("masterActionExecuted", async (stage) => {
    const { channel, people } = await stage.room("Den", "Ann", "Bob");
    const [ann, bob] = people;
    return async () => {
      ann.says(say.kick(channel, bob.id));
      await bob.hearsFrame("00 04 03 01 0100");
      await ann.hears(peerLeft(channel, bob.id));
    };
  });

  hooked(
    "told with the master, the channel, the peer and the action, when the peer is out",
    async (stage, hooks) => {
      const told: unknown[] = [];
      hooks.channelLeft = ({ name }) => void told.push(name);
      hooks.masterActionExecuted = (...args: [Client, Channel, Client, "kick"]) => {
        const [client, channel, target, action] = args;
        told.push([args.length, client.name, channel.name, target.name, target.channels, action]);
      };
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      const [ann, bob] = people;
      ann.says(say.kick(channel, bob.id));
      await ann.hears(peerLeft(channel, bob.id));
      expect(told).toEqual(["Bob", [4, "Ann", "Room", "Bob", [], "kick"]]);
    },
  );

  hooked("not told of what is ignored, nor of the owner's own kick", async (stage, hooks) => {
    let told = 0;
    hooks.masterActionExecuted = () => void told++;
    hooks.messageReceived = (client) => client.channels[0]?.kick(client);
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    bob.says(say.kick(channel, ann.id), say.toServer("kick me"));
    await bob.hears(success("LeaveChannel", { channel }));
    ann.says(say.kick(channel, bob.id), say.master(channel, 1, ann.id));
    await ann.hears(peerLeft(channel, bob.id));
    await ann.nothingMore();
    expect(told).toBe(0);
  });

  hooked("a hook that undoes it: everybody hears of both", async (stage, hooks) => {
    hooks.masterActionExecuted = (_client, channel, target) => void target.joinChannel(channel.name);
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    ann.says(say.kick(channel, bob.id));
    await bob.hears(success("LeaveChannel", { channel }));
    expect(await bob.next()).toMatchObject({ request: "JoinChannel", success: true, channel });
    await ann.hears(peerLeft(channel, bob.id), peer(channel, bob.id, "Bob"));
  });
});
