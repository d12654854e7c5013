import { describe, expect } from "bun:test";
import type { Player } from "../support/player.ts";
import { scene } from "../support/scene.ts";
import { say } from "../support/wire.ts";

const SECOND = 1000;
const PING = { type: "Ping" } as const;
const socketless = { only: "socketless" } as const;

describe("ping", () => {
  scene(
    "every ping.interval (8 s) a TCP Ping to clients that sent nothing since the last",
    socketless,
    async (stage) => {
      const alice = await stage.enter("Alice");
      for (let times = 0; times < 5; times++) {
        await stage.pass(7 * SECOND);
        await alice.nothingMore();
        await stage.pass(2 * SECOND);
        await alice.hears(PING);
        alice.says(say.pong());
        await alice.nothingMore();
      }
    },
  );

  scene("none to clients that say something", socketless, async (stage) => {
    const alice = await stage.enter("Alice");
    for (let times = 0; times < 20; times++) {
      await stage.pass(4 * SECOND);
      alice.says(say.toServer("hi"));
    }
    await alice.nothingMore();
  });

  scene("no byte at all for ping.timeout (24 s) after it: closed", socketless, async (stage) => {
    const { channel, people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    const talks = async (seconds: number) => {
      for (let second = 0; second < seconds; second += 4) {
        await stage.pass(4 * SECOND);
        bob.says(say.toServer("hi"));
      }
    };
    await talks(8);
    await alice.hears(PING);
    await talks(20);
    await bob.nothingMore();
    await talks(8);
    await bob.hears({ type: "PeerLeft", channel, peer: alice.id });
    await onlyPings(alice);
    await alice.closed();
    await bob.nothingMore();
  });

  scene("any byte keeps the connection", socketless, async (stage) => {
    const alice = await stage.enter("Alice");
    // A frame of 20 bytes that takes its time: each byte of it is a sign of life.
    const slow = Array.from({ length: 20 }, () => "61").join("");
    alice.sends("10 14");
    for (let at = 0; at < slow.length; at += 2) {
      await stage.pass(20 * SECOND);
      alice.sends(slow.slice(at, at + 2));
    }
    await stage.settle();
    expect(alice.standing).toBe("talking");
  });

  scene("a Pong by UDP counts as a sign of life", socketless, async (stage) => {
    const alice = await stage.enter("Alice");
    await alice.getsWelcomed();
    for (let times = 0; times < 10; times++) {
      await stage.pass(20 * SECOND);
      alice.blasts(say.pong());
    }
    expect(alice.standing).toBe("talking");
  });

  scene(
    "closes real connections too",
    { settings: { ping: { interval: "50ms", timeout: "100ms" } }, only: "sockets" },
    async (stage) => {
      const alice = await stage.enter("Alice");
      await alice.hears(PING);
      await alice.nothingMore();
      await alice.hears(PING);
      await onlyPings(alice);
      await alice.closed();
    },
  );

  const latencies: number[] = [];
  const hooks = { pongReceived: (_: unknown, latency: number) => void latencies.push(latency) };

  scene("a Pong by UDP tells no latency", { ...socketless, hooks }, async (stage) => {
    const alice = await stage.enter("Alice");
    await alice.getsWelcomed();
    await stage.pass(9 * SECOND);
    alice.blasts(say.pong());
    expect(latencies).toEqual([]);
  });

  scene("latency is the time from Ping to Pong", { ...socketless, hooks }, async (stage) => {
    const alice = await stage.enter("Alice");
    await stage.pass(9 * SECOND);
    await alice.hears(PING);
    await stage.pass(SECOND / 4);
    alice.says(say.pong());
    const [latency = 0] = latencies.splice(0);
    expect(latency).toBeGreaterThanOrEqual(SECOND / 4);
    expect(latency).toBeLessThan(2 * SECOND);
  });
});

describe("Pong that nobody asked for", () => {
  scene("ignored", async (stage) => {
    const { people } = await stage.room("Room", "Alice", "Bob");
    const [alice, bob] = people;
    alice.says(say.pong(), say.pong());
    await alice.nothingMore();
    await bob.nothingMore();
  });
});

/** Whatever a player has not yet heard is pings. */
async function onlyPings(player: Player): Promise<void> {
  for (const heard of await player.rest()) expect(heard).toEqual(PING);
}
