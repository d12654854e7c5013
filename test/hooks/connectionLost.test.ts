import { describe, expect } from "bun:test";
import type { Channel, Client } from "../../src/index.ts";
import { failure, peerLeft, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked, once } from "./hooked.ts";
import { passedOver } from "./told.ts";

describe("connectionLost", () => {
  passedOver("connectionLost", async (stage, bystander) => {
    const ann = await stage.enter("Ann");
    const channel = await ann.joins("Den");
    await bystander.joins("Den");
    await ann.next();
    return async () => {
      ann.finishes();
      await bystander.hears(peerLeft(channel, ann.id));
    };
  });

  hooked("told once, when the client has left its channels and its peers know", async (stage, hooks) => {
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    const told: unknown[] = [];
    hooks.connectionLost = (...args: [Client, string]) => {
      const [{ id, name, connected, channels }, reason] = args;
      told.push([args.length, id, name, connected, channels, reason]);
    };
    hooks.channelLeft = ({ name }) => void told.push(name);
    ann.finishes();
    await bob.hears(peerLeft(channel, ann.id));
    await bob.nothingMore();
    expect(told).toEqual(["Ann", [2, ann.id, "Ann", false, [], "the client left"]]);
  });

  describe("tells why", () => {
    for (const [title, said, reason] of [
      ["a malformed frame", "20 01 00", /./],
      ["a second Connect", "00 0b 00 7265766973696f6e2033", "Already connected"],
    ] as const) {
      hooked(title, async (stage, hooks) => {
        const lost = once<string>();
        hooks.connectionLost = (_client, why) => lost.tell(why);
        const ann = await stage.enter("Ann");
        ann.sends(said);
        if (typeof reason === "string") expect(await lost.told).toBe(reason);
        else expect(await lost.told).toMatch(reason);
      });
    }

    hooked("a refused connection", async (stage, hooks) => {
      const lost = once<string>();
      hooks.connectionLost = (_client, why) => lost.tell(why);
      hooks.acceptConnection = () => false;
      const ann = await stage.open();
      ann.sends("00");
      ann.says(say.connect());
      expect(await lost.told).toBe("Connection refused by server");
    });

    hooked("a handshake that takes too long", { only: "socketless" }, async (stage, hooks) => {
      const lost = once<string>();
      hooks.connectionLost = (_client, why) => lost.tell(why);
      const ann = await stage.open();
      ann.sends("00");
      await stage.pass(9000);
      expect(await lost.told).toBe("Connection timed out");
    });

    hooked("a ping that is not answered", { only: "socketless" }, async (stage, hooks) => {
      const lost = once<string>();
      hooks.connectionLost = (_client, why) => lost.tell(why);
      await stage.enter("Ann");
      await stage.pass(40_000);
      expect(await lost.told).toBe("ping timeout");
    });
  });

  hooked("told once for each connectionMade", async (stage, hooks) => {
    const open = new Set<Client>();
    let made = 0;
    hooks.connectionMade = (client) => {
      made++;
      open.add(client);
    };
    hooks.connectionLost = (client) => {
      expect(open.delete(client)).toBe(true);
      // Safe, and of no effect: it is over.
      client.disconnect("again");
    };
    const [ann, bob, carol] = [await stage.open(), await stage.open(), await stage.enter("Carol")];
    ann.sends("00");
    bob.sends("00");
    bob.says(say.connect("revision 2"));
    await bob.hears(failure("Connect", "Version mismatch"));
    await bob.closed();
    for (const each of [ann, carol]) each.finishes();
    for (const each of [ann, carol]) await each.closed();
    expect(made).toBe(3);
    expect(open.size).toBe(0);
  });

  describe("a hook that acts on the client that is gone", () => {
    hooked("does nothing, and throws nothing", async (stage, hooks) => {
      const { channel, people } = await stage.room("Room", "Ann", "Bob");
      const [ann, bob] = people;
      const told: string[] = [];
      for (const hook of ["nameChanged", "channelJoined", "channelListSent"])
        Object.assign(hooks, { [hook]: (client: Client) => told.push(`${hook} ${client.name}`) });
      const lost = once<unknown>();
      hooks.connectionLost = (client) => {
        client.sendMessage("bye");
        client.setName("Ghost");
        client.joinChannel("Room");
        client.joinChannel("Elsewhere");
        client.sendChannelList();
        lost.tell([client.name, client.channels]);
      };
      ann.finishes();
      expect(await lost.told).toEqual(["Ann", []]);
      await bob.hears(peerLeft(channel, ann.id));
      bob.says(say.list());
      await bob.hears(success("ChannelList", { channels: [{ peers: 1, name: "Room" }] }));
      expect(told).toEqual(["channelListSent Bob"]);
    });
  });

  hooked("a hook that ends others in turn: each is told once, and nobody is left", async (stage, hooks) => {
    const everybody: Client[] = [];
    hooks.channelJoined = (client) => void everybody.push(client);
    const { people } = await stage.room("Room", "Ann", "Bob", "Carol");
    const told: string[] = [];
    const removed = once<Channel>();
    hooks.connectionLost = (client) => {
      told.push(client.name);
      for (const other of everybody) other.disconnect("me too");
    };
    hooks.channelRemoved = (channel) => removed.tell(channel);
    people[0].finishes();
    expect((await removed.told).clients).toEqual([]);
    for (const each of people) await each.rest();
    expect(told.sort()).toEqual(["Ann", "Bob", "Carol"]);
  });
});
