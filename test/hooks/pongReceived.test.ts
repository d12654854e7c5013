import { describe, expect } from "bun:test";
import type { Client, Hooks } from "../../src/index.ts";
import { failure } from "../support/answers.ts";
import type { Stage } from "../support/stage.ts";
import { say } from "../support/wire.ts";
import { hooked, once } from "./hooked.ts";
import { passedOver } from "./told.ts";

async function pinged(stage: Stage, hooks: Hooks) {
  const accepted = once<Client>();
  hooks.connectionAccepted = (client) => accepted.tell(client);
  const player = await stage.enter("Ann");
  const client = await accepted.told;
  client.ping();
  await player.hearsFrame("b0 00");
  return { player, client };
}

describe("pongReceived", () => {
  passedOver("pongReceived", async (stage, _bystander, hooks) => {
    const { player } = await pinged(stage, hooks);
    return async () => {
      player.says(say.pong(), say.leave(0));
      await player.hears(failure("LeaveChannel", "No such channel", { channel: 0 }));
    };
  });

  hooked(
    "told of the time from Ping to Pong, which is the client's latency",
    { only: "socketless" },
    async (stage, hooks) => {
      const told: unknown[] = [];
      hooks.pongReceived = (...args: [Client, number]) =>
        void told.push([args.length, args[0].name, args[1], args[0].latency]);
      const { player, client } = await pinged(stage, hooks);
      expect(client.latency).toBeUndefined();
      await stage.pass(70);
      player.says(say.pong());
      expect(told).toEqual([[2, "Ann", 70, 70]]);
      expect(client.latency).toBe(70);
    },
  );

  hooked("told with real time", { only: "sockets" }, async (stage, hooks) => {
    const told = once<number>();
    hooks.pongReceived = (_client, latency) => told.tell(latency);
    const { player, client } = await pinged(stage, hooks);
    player.says(say.pong());
    const latency = await told.told;
    expect(latency).toBeGreaterThan(0);
    expect(latency).toBeLessThan(1000);
    expect(client.latency).toBe(latency);
  });

  hooked(
    "not told of a Pong that nobody asked for, nor twice of one Ping, nor of a Pong by UDP",
    async (stage, hooks) => {
      let told = 0;
      hooks.pongReceived = () => void told++;
      const { people } = await stage.boundRoom("Room", "Bob");
      const [bob] = people;
      bob.says(say.pong());
      await bob.catchUp();
      expect(told).toBe(0);
      const { player } = await pinged(stage, hooks);
      player.blasts(say.pong());
      await stage.settle();
      expect(told).toBe(0);
      player.says(say.pong(), say.pong());
      await player.nothingMore();
      expect(told).toBe(1);
    },
  );

  hooked(
    "several Pings before a Pong: the time counts from the first",
    { only: "socketless" },
    async (stage, hooks) => {
      const told: number[] = [];
      hooks.pongReceived = (_client, latency) => void told.push(latency);
      const { player, client } = await pinged(stage, hooks);
      await stage.pass(30);
      client.ping();
      await stage.pass(30);
      player.says(say.pong(), say.pong());
      expect(told).toEqual([60]);
    },
  );
});
