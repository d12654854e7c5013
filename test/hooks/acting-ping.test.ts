import { describe, expect } from "bun:test";
import { say } from "../support/wire.ts";
import { clientsOf, hooked, once } from "./hooked.ts";

describe("ping", () => {
  hooked("sends a Ping", async (stage, hooks) => {
    const client = clientsOf(hooks);
    const ann = await stage.enter("Ann");
    client(ann).ping();
    await ann.hearsFrame("b0 00");
  });

  hooked(
    "with a timeout lets go of a client that says nothing for so long",
    { only: "socketless" },
    async (stage, hooks) => {
      const client = clientsOf(hooks);
      const [ann, bob] = [await stage.enter("Ann"), await stage.enter("Bob")];
      await stage.pass(100);
      for (const each of [ann, bob]) client(each).ping("500ms");
      for (const each of [ann, bob]) await each.hears({ type: "Ping" });
      await stage.pass(400);
      bob.says(say.toServer("I am here"));
      await stage.pass(200);
      await ann.closed();
      await bob.nothingMore();
      expect(stage.counters.pingTimeouts).toBe(1);
    },
  );

  hooked("with a timeout of seconds as a number", { only: "socketless" }, async (stage, hooks) => {
    const client = clientsOf(hooks);
    const ann = await stage.enter("Ann");
    await stage.pass(100);
    client(ann).ping(2);
    await ann.hears({ type: "Ping" });
    await stage.pass(1900);
    await ann.nothingMore();
    client(ann).ping(2);
    await ann.hears({ type: "Ping" });
    await stage.pass(2100);
    await ann.closed();
  });

  hooked(
    "from a hook, at the very moment of a message, has its timeout too",
    { only: "socketless" },
    async (stage, hooks) => {
      hooks.messageReceived = (client) => client.ping("500ms");
      const ann = await stage.enter("Ann");
      ann.says(say.toServer("still there?"));
      await ann.hears({ type: "Ping" });
      await stage.pass(700);
      await ann.closed();
    },
  );

  hooked("with a timeout holds with real time", { only: "sockets" }, async (stage, hooks) => {
    const client = clientsOf(hooks);
    const lost = once<string>();
    hooks.connectionLost = (_client, reason) => lost.tell(reason);
    const ann = await stage.enter("Ann");
    client(ann).ping("1ms");
    expect(await lost.told).toBe("ping timeout");
  });

  hooked(
    "a timeout that is no duration is a RangeError, and no Ping",
    { only: "socketless" },
    async (stage, hooks) => {
      const client = clientsOf(hooks);
      const ann = await stage.enter("Ann");
      for (const timeout of ["soon", -1, Number.NaN, "5 days"])
        expect(() => client(ann).ping(timeout)).toThrow(RangeError);
      await ann.nothingMore();
    },
  );
});
