import { describe, expect } from "bun:test";
import type { Client } from "../../src/index.ts";
import { failure, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked } from "./hooked.ts";
import { passedOver } from "./told.ts";

describe("connectionAccepted", () => {
  passedOver("connectionAccepted", async (stage) => {
    const ann = await stage.open();
    return async () => {
      ann.sends("00");
      ann.says(say.connect());
      await ann.hearsFrame("00 06 00 01 0200 4869");
    };
  });

  hooked("told once, when the client has its id", async (stage, hooks) => {
    const told: unknown[] = [];
    hooks.connectionAccepted = (...args: [Client]) =>
      void told.push([args.length, args[0].id, args[0].connected]);
    const ann = await stage.enter("Ann");
    expect(told).toEqual([[1, ann.id, true]]);
  });

  hooked("not told where the connection is refused", async (stage, hooks) => {
    let told = 0;
    hooks.connectionAccepted = () => void told++;
    hooks.acceptConnection = () => false;
    const [ann, bob] = [await stage.open(), await stage.open()];
    ann.sends("00");
    ann.says(say.connect());
    await ann.hears(failure("Connect", "Connection refused by server"));
    bob.sends("00");
    bob.says(say.connect("revision 1"));
    await bob.hears(failure("Connect", "Version mismatch"));
    expect(told).toBe(0);
  });

  hooked("a hook that acts: the client hears the welcome, then all of it in order", async (stage, hooks) => {
    hooks.connectionAccepted = (client) => {
      client.sendMessage("Hello");
      client.setName("Guest");
      client.joinChannel("Lobby", { hidden: true });
      client.sendChannelList();
      client.ping();
    };
    const ann = await stage.open();
    ann.sends("00");
    ann.says(say.connect(), say.setName("Ann"));
    await ann.hearsFrame("00 06 00 01 0100 4869");
    await ann.hearsFrame("10 06 00 48656c6c6f");
    await ann.hearsFrame("00 08 01 01 05 4775657374");
    await ann.hearsFrame("00 0b 02 01 01 05 4c6f626279 0100");
    await ann.hearsFrame("00 02 04 01");
    await ann.hearsFrame("b0 00");
    await ann.hears(success("SetName", { name: "Ann" }));
  });

  hooked("a hook that ends the connection: welcome, reason, end", async (stage, hooks) => {
    hooks.connectionAccepted = (client) => client.disconnect("Closed today");
    const ann = await stage.open();
    ann.sends("00");
    ann.says(say.connect(), say.setName("Ann"));
    expect(await ann.rest()).toEqual([
      success("Connect", { id: 1, welcome: "Hi" }),
      failure("Connect", "Closed today"),
    ]);
    delete hooks.connectionAccepted;
    await stage.enter("Bob");
  });
});
