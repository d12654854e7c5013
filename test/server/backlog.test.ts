import { describe, expect, test } from "bun:test";
import { type Hooks, type ListenOptions, Relay } from "../../src/index.ts";
import { failure, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { Caller } from "./caller.ts";

const HOST = "127.0.0.1";

describe("a client that says much while a verdict on it is awaited", () => {
  test("is not read any further, and goes on in order when the verdict comes", async () => {
    const asked = Promise.withResolvers<void>();
    const verdict = Promise.withResolvers<void>();
    const said: string[] = [];
    await using relay = await Relay.listen({
      host: HOST,
      port: 0,
      logger: () => {},
      hooks: {
        acceptChannelJoin() {
          asked.resolve();
          return verdict.promise;
        },
        messageReceived: (client, { text }) => void said.push(`${client.name} ${text.slice(0, 3).trim()}`),
      },
    });
    const [ann, bob] = [await Caller.enter(relay.port, "Ann"), await Caller.enter(relay.port, "Bob")];
    ann.says(say.join("Room"));
    await asked.promise;
    const numbers = Array.from({ length: 100 }, (_, i) => `${i}`);
    for (const number of numbers) ann.says(say.toServer(number.padEnd(20_000)));
    ann.says(say.leave(0));
    for (let i = 0; i < 3; i++) {
      bob.says(say.toServer(`${i}`), say.leave(0));
      await bob.next();
    }
    expect(said).toEqual(["Bob 0", "Bob 1", "Bob 2"]);
    verdict.resolve();
    expect(await ann.next()).toEqual(
      success("JoinChannel", { flags: 1, name: "Room", channel: 1, peers: [] }),
    );
    expect(await ann.next()).toEqual(failure("LeaveChannel", "No such channel", { channel: 0 }));
    expect(said.slice(3)).toEqual(numbers.map((number) => `Ann ${number}`));
  });

  /** A server whose owner never says whether Ann may join, and Ann, who says so many messages after she has asked. */
  async function annWhoWaits(settings: ListenOptions, messages: number) {
    const asked = Promise.withResolvers<void>();
    const lost = Promise.withResolvers<string>();
    const hooks: Hooks = {
      acceptChannelJoin() {
        asked.resolve();
        return Promise.withResolvers<void>().promise;
      },
      connectionLost: ({ name }) => lost.resolve(name),
    };
    const relay = await Relay.listen({ host: HOST, port: 0, logger: () => {}, hooks, ...settings });
    const ann = await Caller.enter(relay.port, "Ann");
    ann.says(say.join("Room"));
    await asked.promise;
    for (let i = 0; i < messages; i++) ann.says(say.toServer("x".repeat(20_000)));
    return { relay, ann, lost: lost.promise };
  }

  test("and leaves is let go at the latest when the hook's time is over", async () => {
    const { relay, ann, lost } = await annWhoWaits({ limits: { hookTimeout: "100ms" } }, 100);
    await using _ = relay;
    ann.hangsUp();
    expect(await lost).toBe("Ann");
    expect([relay.clients.size, relay.channels.size]).toEqual([0, 0]);
  });

  test("and leaves is let go long before that where the server pings: a write finds nobody there", async () => {
    const { relay, ann, lost } = await annWhoWaits({ ping: { interval: "100ms" } }, 10);
    await using _ = relay;
    await ann.leaves();
    expect(await lost).toBe("Ann");
  });
});
