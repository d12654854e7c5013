import { describe, expect } from "bun:test";
import type { Channel, Client } from "../../src/index.ts";
import { peerLeft, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked, once } from "./hooked.ts";
import { passedOver } from "./told.ts";

describe("channelRemoved", () => {
  passedOver("channelRemoved", async (stage) => {
    const { channel, people } = await stage.room("Den", "Ann");
    return async () => {
      people[0].says(say.leave(channel));
      await people[0].hearsFrame("00 04 03 01 0100");
    };
  });

  hooked("told once, when the last one is out and channelLeft was told", async (stage, hooks) => {
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    const told: unknown[] = [];
    hooks.channelLeft = ({ name }) => void told.push(name);
    hooks.channelRemoved = (...args: [Channel]) => {
      const [{ id, name, clients, master, open }] = args;
      told.push([args.length, id, name, clients, master, open]);
    };
    ann.says(say.leave(channel));
    await bob.hears(peerLeft(channel, ann.id));
    const removed = once<void>();
    const { channelRemoved } = hooks;
    hooks.channelRemoved = (gone) => {
      channelRemoved(gone);
      removed.tell();
    };
    bob.finishes();
    await removed.told;
    expect(told).toEqual(["Ann", "Bob", [1, channel, "Room", [], undefined, false]]);
  });

  hooked("told when the owner closes the channel; every client is told before", async (stage, hooks) => {
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    const told: unknown[] = [];
    hooks.messageReceived = (client) => client.channels[0]?.close();
    hooks.channelRemoved = ({ name }) => void told.push(name);
    people[1].says(say.toServer("close it"));
    for (const each of people) await each.hears(success("LeaveChannel", { channel }));
    expect(told).toEqual(["Room"]);
  });

  hooked("what is done with a channel that is gone does nothing", async (stage, hooks) => {
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    const removed = once<void>();
    let told = 0;
    const clients: Client[] = [];
    hooks.channelLeft = (client) => void clients.push(client);
    hooks.channelRemoved = (gone) => {
      told++;
      gone.close();
      gone.sendMessage("anybody?");
      gone.blast("anybody?");
      gone.setMaster(undefined);
      for (const client of clients) {
        gone.kick(client);
        gone.setMaster(client);
        client.leaveChannel(gone);
      }
      removed.tell();
    };
    hooks.messageReceived = (client) => client.channels[0]?.close();
    ann.says(say.toServer("close it"));
    await removed.told;
    for (const each of [ann, bob]) await each.hears(success("LeaveChannel", { channel }));
    for (const each of [ann, bob]) await each.nothingMore();
    expect([told, clients.length]).toEqual([1, 2]);
  });

  hooked("a hook that makes the channel again: it is another one, under another id", async (stage, hooks) => {
    const { channel, people } = await stage.room("Room", "Ann");
    let ann: Client | undefined;
    hooks.channelLeft = (client) => {
      ann = client;
    };
    hooks.channelRemoved = ({ name }) => void ann?.joinChannel(name);
    people[0].says(say.leave(channel));
    await people[0].hears(success("LeaveChannel", { channel }));
    await people[0].hears(
      success("JoinChannel", { flags: 1, name: "Room", channel: channel + 1, peers: [] }),
    );
  });
});
