import { describe, expect } from "bun:test";
import type { Channel, Client } from "../../src/index.ts";
import { peerLeft, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { clientsOf, hooked, once } from "./hooked.ts";

describe("what is known of a client", () => {
  hooked(
    "id, name, address, transport, latency, implementation, channels, connected, data",
    async (stage, hooks) => {
      const of = clientsOf(hooks);
      const ann = await stage.open();
      await ann.connects();
      const client = of(ann);
      expect(client).toMatchObject({
        id: ann.id,
        name: "",
        transport: stage.transport,
        channels: [],
        connected: true,
        data: {},
      });
      expect(["127.0.0.1", "192.0.2.1"]).toContain(client.address);
      expect([client.latency, client.implementation]).toEqual([undefined, undefined]);
      await ann.takesName("Ann");
      await ann.joins("One");
      await ann.joins("Two");
      ann.says(say.implementation("Bluewing Windows Unicode b103"));
      await ann.catchUp();
      expect(client.name).toBe("Ann");
      expect(client.channels.map(({ name }) => name).sort()).toEqual(["One", "Two"]);
      expect(client.implementation).toBe("Bluewing Windows Unicode b103");
      client.data.score = 7;
      expect(client.data).toEqual({ score: 7 });
    },
  );
});

describe("a client that has left", () => {
  hooked("anything done with it does nothing, and throws nothing", async (stage, hooks) => {
    const of = clientsOf(hooks);
    const { people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    const [channel] = of(ann).channels as [Channel];
    const lost = once<Client>();
    hooks.connectionLost = (client) => lost.tell(client);
    bob.finishes();
    const gone = await lost.told;
    await ann.hears(peerLeft(channel.id, bob.id));
    const told: string[] = [];
    for (const hook of [
      "loginAccepted",
      "nameChanged",
      "channelJoined",
      "channelLeft",
      "channelAdded",
      "channelListSent",
      "connectionLost",
    ])
      Object.assign(hooks, { [hook]: () => told.push(hook) });
    gone.sendMessage("hi");
    gone.sendMessage("hi", 0, { channel });
    gone.blast("hi");
    expect(gone.setName("Ghost")).toBeUndefined();
    expect(gone.joinChannel("Room")).toBeUndefined();
    expect(gone.joinChannel("Elsewhere")).toBeUndefined();
    gone.leaveChannel(channel);
    gone.sendChannelList();
    gone.sendChannelList([]);
    gone.warn("SetName", "No");
    gone.ping();
    gone.ping(1);
    gone.disconnect();
    gone.disconnect("again");
    channel.kick(gone);
    channel.setMaster(gone);
    await ann.nothingMore();
    expect(told).toEqual([]);
    expect(gone).toMatchObject({ name: "Bob", connected: false, channels: [] });
    ann.says(say.list(), say.setName("Ghost"));
    await ann.hears(
      success("ChannelList", { channels: [{ peers: 1, name: "Room" }] }),
      success("SetName", { name: "Ghost" }),
    );
    expect(channel.master?.name).toBe("Ghost");
  });
});
