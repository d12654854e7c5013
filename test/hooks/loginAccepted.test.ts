import { describe, expect } from "bun:test";
import type { Client } from "../../src/index.ts";
import { failure, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { hooked } from "./hooked.ts";
import { passedOver } from "./told.ts";

describe("loginAccepted", () => {
  passedOver("loginAccepted", async (stage) => {
    const ann = await stage.open();
    await ann.connects();
    return async () => {
      ann.says(say.setName("Ann"));
      await ann.hearsFrame("00 06 01 01 03 416e6e");
    };
  });

  hooked("told once, of the first name", async (stage, hooks) => {
    const told: unknown[] = [];
    hooks.loginAccepted = (...args: [Client, string]) => void told.push([args.length, args[0].name, args[1]]);
    const ann = await stage.enter("Ann");
    await ann.takesName("Bea");
    await ann.takesName("Ann");
    expect(told).toEqual([[2, "Ann", "Ann"]]);
  });

  hooked("not told of a name that is refused", async (stage, hooks) => {
    let told = 0;
    hooks.loginAccepted = () => void told++;
    hooks.acceptLogin = () => false;
    const ann = await stage.open();
    await ann.connects();
    ann.says(say.setName("Ann"), say.setName(""));
    await ann.hears(failure("SetName", "Name refused by server", { name: "Ann" }));
    await ann.hears(failure("SetName", /^Invalid name/, { name: "" }));
    expect(told).toBe(0);
  });

  hooked("told of a first name that the owner gives", async (stage, hooks) => {
    const told: string[] = [];
    hooks.loginAccepted = (_client, name) => void told.push(name);
    hooks.connectionAccepted = (client) => void client.setName("Guest");
    const ann = await stage.open();
    await ann.connects();
    await ann.hears(success("SetName", { name: "Guest" }));
    expect(told).toEqual(["Guest"]);
  });

  hooked(
    "a hook that acts: the client hears its name first, and its later requests after that",
    async (stage, hooks) => {
      hooks.loginAccepted = (client, name) => {
        client.joinChannel("Lobby");
        client.sendMessage(`Hello, ${name}`);
      };
      const ann = await stage.open();
      await ann.connects();
      ann.says(say.setName("Ann"), say.leave(0));
      await ann.hears(success("SetName", { name: "Ann" }));
      await ann.hears(success("JoinChannel", { flags: 1, name: "Lobby", channel: 1, peers: [] }));
      await ann.hears({ type: "BinaryServerMessage", subchannel: 0, variant: 0, data: "Hello, Ann" });
      await ann.hears(failure("LeaveChannel", "No such channel", { channel: 0 }));
    },
  );

  hooked(
    "a hook that ends the connection: the requests that came with the name are not done",
    async (stage, hooks) => {
      let added = 0;
      hooks.channelAdded = () => void added++;
      hooks.loginAccepted = (client) => client.disconnect("Bye");
      const ann = await stage.open();
      await ann.connects();
      ann.says(say.setName("Ann"), say.join("Room"));
      expect(await ann.rest()).toEqual([success("SetName", { name: "Ann" }), failure("Connect", "Bye")]);
      expect(added).toBe(0);
    },
  );
});
