import { describe, expect } from "bun:test";
import type { Client } from "../../src/index.ts";
import { failure } from "../support/answers.ts";
import type { Stage } from "../support/stage.ts";
import { say } from "../support/wire.ts";
import { hooked, later, once } from "./hooked.ts";
import { eventually } from "./verdicts.ts";

async function greeting(stage: Stage) {
  const client = await stage.open();
  client.sends("00");
  return client;
}

describe("acceptConnection", () => {
  eventually("acceptConnection", async (stage) => {
    const asker = await greeting(stage);
    return {
      asker,
      asks: say.connect(),
      accepted: { by: asker, frame: "00 06 00 01 0200 4869" },
      refusal: "00 00",
      ends: true,
    };
  });

  hooked(
    "asked once for each Connect, about a client with an id and an address and no name",
    async (stage, hooks) => {
      const asked: unknown[] = [];
      hooks.acceptConnection = (...args: [Client]) => {
        const [{ id, name, address, connected, channels }] = args;
        asked.push([args.length, id, name, connected, channels]);
        expect(address).toMatch(/^(127\.0\.0\.1|192\.0\.2\.1)$/);
      };
      const alice = await greeting(stage);
      await stage.settle();
      expect(asked).toEqual([]);
      alice.says(say.connect());
      await alice.hears({ type: "Response", request: "Connect", success: true, id: 1, welcome: "Hi" });
      expect(asked).toEqual([[1, 1, "", true, []]]);
    },
  );

  hooked("not asked about a wrong version", async (stage, hooks) => {
    let asked = 0;
    hooks.acceptConnection = () => void asked++;
    const alice = await greeting(stage);
    alice.says(say.connect("revision 2"));
    await alice.hears(failure("Connect", "Version mismatch"));
    expect(asked).toBe(0);
  });

  hooked(
    "not asked when the server is full, nor about a second Connect",
    { settings: { limits: { clients: 1 } } },
    async (stage, hooks) => {
      let asked = 0;
      hooks.acceptConnection = () => void asked++;
      const alice = await stage.enter("Alice");
      const bob = await greeting(stage);
      bob.says(say.connect());
      await bob.hears(failure("Connect", "Server full"));
      alice.says(say.connect());
      await alice.hears(failure("Connect", "Already connected"));
      expect(asked).toBe(1);
    },
  );

  hooked(
    "a client that waits takes a place, and one that leaves gives it back",
    { settings: { limits: { clients: 1 } } },
    async (stage, hooks) => {
      const verdict = later<void>();
      const lost = once<void>();
      hooks.acceptConnection = verdict.ask;
      hooks.connectionLost = () => lost.tell();
      const alice = await greeting(stage);
      alice.says(say.connect());
      await verdict.asked;
      const bob = await greeting(stage);
      bob.says(say.connect());
      await bob.hears(failure("Connect", "Server full"));
      await bob.closed();
      const left = once<void>();
      hooks.connectionLost = () => left.tell();
      alice.finishes();
      await left.told;
      verdict.answer();
      delete hooks.acceptConnection;
      await stage.enter("Carol");
    },
  );

  hooked(
    "one that is refused gives its place back",
    { settings: { limits: { clients: 1 } } },
    async (stage, hooks) => {
      hooks.acceptConnection = () => false;
      const alice = await greeting(stage);
      alice.says(say.connect());
      await alice.hears(failure("Connect", "Connection refused by server"));
      await alice.closed();
      delete hooks.acceptConnection;
      await stage.enter("Bob");
    },
  );

  hooked("nobody can reach a client before it is accepted", async (stage, hooks) => {
    const done: unknown[] = [];
    hooks.acceptConnection = (client) => {
      done.push(client.setName("Alice"), client.joinChannel("Room"));
      client.sendChannelList();
    };
    hooks.channelJoined = () => void done.push("joined");
    hooks.channelListSent = () => void done.push("listed");
    const alice = await greeting(stage);
    alice.says(say.connect());
    await alice.hears({ type: "Response", request: "Connect", success: true, id: 1, welcome: "Hi" });
    await alice.nothingMore();
    expect(done).not.toContain("joined");
    expect(done).not.toContain("listed");
  });

  hooked(
    "a client that waits for its verdict is not timed out as one that said nothing",
    { only: "socketless", settings: { limits: { handshakeTimeout: "1s", hookTimeout: "10s" } } },
    async (stage, hooks) => {
      const verdict = later<void>();
      hooks.acceptConnection = verdict.ask;
      const alice = await greeting(stage);
      alice.says(say.connect());
      await stage.pass(5000);
      verdict.answer();
      await alice.hearsFrame("00 06 00 01 0100 4869");
      await stage.pass(100);
      await alice.nothingMore();
    },
  );

  hooked(
    "limits.hookTimeout holds with real time",
    { only: "sockets", settings: { limits: { hookTimeout: "40ms" } } },
    async (stage, hooks) => {
      const verdict = later<void>();
      hooks.acceptConnection = verdict.ask;
      const alice = await greeting(stage);
      alice.says(say.connect());
      await alice.hears(failure("Connect", "No decision in time"));
      await alice.closed();
      verdict.answer();
    },
  );
});
