import { describe, expect } from "bun:test";
import { failure, fromChannel, peer, peerLeft, success } from "../support/answers.ts";
import type { Player } from "../support/player.ts";
import { BY_TCP, scene } from "../support/scene.ts";
import { SocketlessStage } from "../support/socketless.ts";
import type { Stage } from "../support/stage.ts";
import { type Said, say } from "../support/wire.ts";

/** Ann, who may say as much as anybody again, and Bob, who hears her. */
async function annAndBob(stage: Stage) {
  const { channel, people } = await stage.room("Room", "Ann", "Bob");
  await stage.pass(600);
  const [ann, bob] = people;
  return { channel, ann, bob };
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `${from + i}`);

/** What must wait has not come yet. On real sockets time passes by itself, and nobody can say that it is too early. */
function hasHeardNothing(stage: Stage, ...players: readonly Player[]): void {
  if (stage instanceof SocketlessStage) for (const player of players) expect(player.unheard()).toEqual([]);
}

describe("limits.messageRate and messageBurst", () => {
  const settings = { limits: { messageRate: 20, messageBurst: 10 } };

  scene("the burst comes at once, and one more waits", { settings }, async (stage) => {
    const { channel, ann, bob } = await annAndBob(stage);
    ann.says(...numbers(0, 11).map((text) => say.toChannel(channel, text)));
    await bob.hears(...numbers(0, 10).map((text) => fromChannel(channel, ann.id, text)));
    hasHeardNothing(stage, bob);
    expect(stage.counters.overRate).toBe(1);
    await stage.pass(100);
    await bob.hears(fromChannel(channel, ann.id, "10"));
    await bob.nothingMore();
  });

  scene("what waits comes at the rate, in order, and none of it is lost", { settings }, async (stage) => {
    const { channel, ann, bob } = await annAndBob(stage);
    for (const text of numbers(0, 20)) ann.says(say.toChannel(channel, text));
    ann.says(say.leave(0));
    await bob.hears(...numbers(0, 10).map((text) => fromChannel(channel, ann.id, text)));
    for (let passed = 0; passed < 5; passed++) {
      hasHeardNothing(stage, bob);
      await stage.pass(100);
      const [one, two] = numbers(10 + 2 * passed, 12 + 2 * passed);
      await bob.hears(fromChannel(channel, ann.id, one ?? ""), fromChannel(channel, ann.id, two ?? ""));
    }
    await stage.pass(100);
    await ann.hears(failure("LeaveChannel", "No such channel", { channel: 0 }));
    expect(stage.counters.overRateDatagrams).toBe(0);
  });

  scene("messages of every type count, and other clients are not slowed", { settings }, async (stage) => {
    const { channel, ann, bob } = await annAndBob(stage);
    const pongs = Array.from({ length: 10 }, () => say.pong());
    ann.says(...pongs, say.toChannel(channel, "late"));
    bob.says(say.toChannel(channel, "prompt"));
    await ann.hears(fromChannel(channel, bob.id, "prompt"));
    hasHeardNothing(stage, bob);
    await stage.pass(100);
    await bob.hears(fromChannel(channel, ann.id, "late"));
  });

  scene("datagrams over the rate are dropped and counted", { settings, only: BY_TCP }, async (stage) => {
    const { channel, people } = await stage.boundRoom("Room", "Ann", "Bob");
    const [ann, bob] = people;
    await stage.pass(600);
    for (const text of numbers(0, 14)) ann.blasts(say.toChannel(channel, text));
    await bob.hearsBlast(...numbers(0, 10).map((text) => fromChannel(channel, ann.id, text)));
    await stage.pass(50);
    expect(bob.place.unheard().length).toBeLessThan(2);
    expect(stage.counters.overRateDatagrams).toBeGreaterThanOrEqual(3);
  });

  scene("datagrams do not overtake what waits", { settings }, async (stage) => {
    const { channel, people } = await stage.boundRoom("Room", "Ann", "Bob");
    const [ann, bob] = people;
    await stage.pass(600);
    ann.says(...numbers(0, 12).map((text) => say.toChannel(channel, text)));
    await bob.hears(...numbers(0, 10).map((text) => fromChannel(channel, ann.id, text)));
    for (let flood = 0; flood < 12; flood++) {
      ann.blasts(say.toChannel(channel, "blast"));
      await stage.pass(20);
    }
    await bob.hears(fromChannel(channel, ann.id, "10"), fromChannel(channel, ann.id, "11"));
  });

  scene("0: no limit", { settings: { limits: { messageRate: 0, messageBurst: 1 } } }, async (stage) => {
    const { channel, ann, bob } = await annAndBob(stage);
    ann.says(...numbers(0, 2000).map((text) => say.toChannel(channel, text)));
    await bob.hears(...numbers(0, 2000).map((text) => fromChannel(channel, ann.id, text)));
    expect(stage.counters.overRate).toBe(0);
  });
});

describe("limits.byteRate and byteBurst", () => {
  const settings = { limits: { byteRate: "20KiB", byteBurst: "10KiB" } };
  /** A channel message of so many bytes on the wire. */
  const sized = (channel: number, size: number) => say.toChannel(channel, "x".repeat(size - 7));

  scene("the burst comes at once, and a byte more waits", { settings }, async (stage) => {
    const { channel, ann, bob } = await annAndBob(stage);
    ann.says(
      sized(channel, 10 * 1024 - 500),
      sized(channel, 500),
      say.pong(),
      say.toChannel(channel, "late"),
    );
    await bob.hears(fromChannel(channel, ann.id, "x".repeat(10 * 1024 - 507)));
    await bob.hears(fromChannel(channel, ann.id, "x".repeat(493)));
    // What she says comes in more than one read by sockets: he may have heard the first before the last is read.
    while (stage.counters.overRate === 0) await Bun.sleep(1);
    hasHeardNothing(stage, bob);
    expect(stage.counters.overRate).toBe(1);
    await stage.pass(100);
    await bob.hears(fromChannel(channel, ann.id, "late"));
  });

  scene("a frame larger than the burst gets through, and is paid for", { settings }, async (stage) => {
    const { channel, ann, bob } = await annAndBob(stage);
    ann.says(sized(channel, 500), sized(channel, 14 * 1024), say.toChannel(channel, "late"));
    await bob.hears(fromChannel(channel, ann.id, "x".repeat(493)));
    await stage.pass(100);
    await bob.hears(fromChannel(channel, ann.id, "x".repeat(14 * 1024 - 7)));
    await stage.pass(100);
    hasHeardNothing(stage, bob);
    await stage.pass(200);
    await bob.hears(fromChannel(channel, ann.id, "late"));
  });
});

describe("limits.requestRate and requestBurst", () => {
  const settings = { limits: { requestRate: 10, requestBurst: 5 } };

  scene("names, joins and leaves count, lists and messages do not", { settings }, async (stage) => {
    const { channel, ann, bob } = await annAndBob(stage);
    ann.says(say.setName("Ann"), say.setName("Ann"), say.leave(0), say.join("Room"), say.leave(0));
    ann.says(...numbers(0, 20).map((text) => say.toChannel(channel, text)), say.list());
    ann.says(say.setName("Eve"), say.toChannel(channel, "Eve's"));
    await bob.hears(...numbers(0, 20).map((text) => fromChannel(channel, ann.id, text)));
    for (let i = 0; i < 5; i++) expect(await ann.next()).toMatchObject({ type: "Response" });
    await ann.hears(success("ChannelList", { channels: [{ peers: 2, name: "Room" }] }));
    hasHeardNothing(stage, ann, bob);
    await stage.pass(150);
    await ann.hears(success("SetName", { name: "Eve" }));
    await bob.hears(peer(channel, ann.id, "Eve", 1), fromChannel(channel, ann.id, "Eve's"));
  });
});

describe("limits.listRate and listBurst", () => {
  const settings = { limits: { listRate: 10, listBurst: 3 } };

  scene("the burst comes at once, and one more waits", { settings }, async (stage) => {
    const { ann } = await annAndBob(stage);
    ann.says(...Array.from({ length: 4 }, () => say.list()));
    const list = success("ChannelList", { channels: [{ peers: 2, name: "Room" }] });
    await ann.hears(list, list, list);
    hasHeardNothing(stage, ann);
    await stage.pass(150);
    await ann.hears(list);
  });
});

describe('limits.overRate "disconnect"', () => {
  const many = (message: Said) => Array.from({ length: 8 }, () => message);
  const fast = { messageRate: 1000, messageBurst: 1000 };
  for (const [limits, messages, reason] of [
    [{ messageRate: 50, messageBurst: 5 }, many(say.pong()), "Too many messages: 50 a second are allowed"],
    [
      { byteRate: 5000, byteBurst: 100 },
      many(say.toServer("x".repeat(12))),
      "Too many bytes: 5000 a second are allowed",
    ],
    [
      { ...fast, requestRate: 50, requestBurst: 5 },
      many(say.setName("Ann")),
      "Too many requests: 50 a second are allowed",
    ],
    [
      { ...fast, listRate: 50, listBurst: 5 },
      many(say.list()),
      "Too many channel lists: 50 a second are allowed",
    ],
  ] as const) {
    const settings = { limits: { ...limits, overRate: "disconnect" } } as const;
    scene(`lets the client go and tells it why: ${reason}`, { settings }, async (stage) => {
      const { channel, ann, bob } = await annAndBob(stage);
      ann.says(...messages.slice(0, 5));
      await stage.pass(150);
      expect(ann.standing).toBe("talking");
      ann.says(...messages, say.toChannel(channel, "never"));
      expect((await ann.rest()).at(-1)).toEqual(failure("Connect", reason));
      await bob.hears(peerLeft(channel, ann.id));
      await bob.nothingMore();
      expect(stage.counters.overRate).toBe(1);
    });
  }
});

describe("a client whose frames wait", () => {
  const limits = { messageRate: 1, messageBurst: 5 };
  const settings = { limits, ping: { interval: "2s", timeout: "3s" } } as const;
  const only = "socketless";

  /** Twenty seconds' worth of messages. */
  async function talksTooMuch(stage: Stage): Promise<{ ann: Player; bob: Player; channel: number }> {
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    await stage.pass(1900);
    const [ann, bob] = people;
    ann.says(...numbers(0, 25).map((text) => say.toChannel(channel, text)));
    return { ann, bob, channel };
  }

  scene("is not taken for dead, though its Pong waits too", { settings, only }, async (stage) => {
    const { ann, bob } = await talksTooMuch(stage);
    for (let second = 0; second < 18; second++) {
      await stage.pass(1000);
      bob.says(say.pong());
    }
    expect(ann.standing).toBe("talking");
    // It is pinged all the same: a write is what shows that somebody has hung up.
    expect(ann.unheard().filter(({ type }) => type === "Ping").length).toBeGreaterThan(5);
  });

  scene("that says nothing afterwards is let go", { settings, only }, async (stage) => {
    const { ann, bob, channel } = await talksTooMuch(stage);
    for (let second = 0; second < 32; second++) {
      await stage.pass(1000);
      bob.says(say.pong());
    }
    expect(bob.unheard()).toContainEqual(peerLeft(channel, ann.id));
    expect(stage.counters.pingTimeouts).toBe(1);
  });
});
