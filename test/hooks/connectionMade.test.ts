import { describe, expect } from "bun:test";
import type { Client } from "../../src/index.ts";
import { failure, success } from "../support/answers.ts";
import { BY_TCP } from "../support/scene.ts";
import { say } from "../support/wire.ts";
import { hooked, once } from "./hooked.ts";
import { passedOver } from "./told.ts";

describe("connectionMade", () => {
  passedOver("connectionMade", async (stage) => {
    return async () => {
      const ann = await stage.open();
      ann.sends("00");
      ann.says(say.connect());
      await ann.hearsFrame("00 06 00 01 0200 4869");
    };
  });

  hooked(
    "told once, at the opening byte: the client has no id and no name",
    { only: BY_TCP },
    async (stage, hooks) => {
      const told: unknown[] = [];
      hooks.connectionMade = (...args: [Client]) => {
        const [{ id, name, connected, transport, latency, implementation, channels, data }] = args;
        told.push([args.length, { id, name, connected, transport, latency, implementation, channels, data }]);
      };
      const ann = await stage.open();
      await stage.settle();
      expect(told).toEqual([]);
      ann.sends("00");
      await stage.settle();
      const nobody = {
        id: 0,
        name: "",
        connected: true,
        transport: stage.transport,
        latency: undefined,
        implementation: undefined,
        channels: [],
        data: {},
      };
      expect(told).toEqual([[1, nobody]]);
      ann.says(say.connect(), say.setName("Ann"));
      await ann.hears(success("Connect", { id: 1, welcome: "Hi" }), success("SetName", { name: "Ann" }));
      expect(told).toHaveLength(1);
    },
  );

  hooked("not told of what is no Lacewing client", { only: BY_TCP }, async (stage, hooks) => {
    const told: string[] = [];
    hooks.connectionMade = () => void told.push("made");
    hooks.connectionLost = () => void told.push("lost");
    const web = await stage.open();
    web.sends("7f454c46");
    await web.closed();
    const silent = await stage.open();
    silent.finishes();
    await stage.settle();
    expect(told).toEqual([]);
  });

  for (const [title, reason, heard] of [
    ["with a reason", "Go away", [failure("Connect", "Go away")]],
    ["without a reason", undefined, []],
    ["with an empty reason", "", []],
  ] as const) {
    hooked(
      `a hook that ends the connection ${title}: nothing that came with the opening byte is done`,
      async (stage, hooks) => {
        hooks.connectionMade = (client) => client.disconnect(reason);
        const lost = once<string>();
        hooks.connectionLost = (_client, why) => lost.tell(why);
        let asked = 0;
        hooks.acceptConnection = () => void asked++;
        const ann = await stage.open();
        ann.sends("00 00 0b 00 7265766973696f6e2033");
        expect(await ann.rest()).toEqual([...heard]);
        expect(await lost.told).toBe(reason || "disconnected by the server");
        expect(asked).toBe(0);
      },
    );
  }

  hooked("data that it keeps with the client is there to the end", async (stage, hooks) => {
    hooks.connectionMade = (client) => {
      client.data.since = "now";
    };
    const lost = once<unknown>();
    hooks.connectionLost = ({ data }) => lost.tell(data.since);
    const ann = await stage.enter("Ann");
    ann.finishes();
    expect(await lost.told).toBe("now");
  });
});
