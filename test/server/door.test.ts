import { describe, expect, test } from "bun:test";
import { type Hooks, Relay, type SettingsInput } from "../../src/index.ts";
import type { Counters } from "../../src/session/counters.ts";
import { bytes, frame, say } from "../support/wire.ts";
import { Caller } from "./caller.ts";
import { turnedAway } from "./turned-away.ts";

const HOST = "127.0.0.1";

/** A server on the loopback interface for which nobody is exempt, and what it logs. */
async function listen(settings: Pick<SettingsInput, "limits" | "bans"> = {}, hooks: Hooks = {}) {
  const lines: string[] = [];
  const relay = await Relay.listen({
    ...settings,
    hooks,
    limits: { exempt: "", ...settings.limits },
    host: HOST,
    port: 0,
    logger: (_level, line) => lines.push(line),
  });
  return { relay, lines, [Symbol.asyncDispose]: () => relay.stop() };
}

/** How often somebody was refused, by cause. */
function refusals(counters: Readonly<Counters>): Record<string, number> {
  const entries: [string, number][] = Object.entries(counters);
  return Object.fromEntries(entries.filter(([name, count]) => name.startsWith("refused") && count > 0));
}

describe("a connection that may not be is closed at once, told nothing, counted and logged", () => {
  test("limits.perAddress: so many and one more, until one of them leaves", async () => {
    await using server = await listen({ limits: { perAddress: 2 } });
    const { port, counters } = server.relay;
    const ann = await Caller.enter(port, "Ann");
    await Caller.enter(port, "Ben");
    expect(await turnedAway(port)).toBe(true);
    expect(refusals(counters)).toEqual({ refusedPerAddress: 1 });
    expect(server.lines.filter((line) => line.includes("refused"))).toEqual([
      `a connection from ${HOST} was refused: it has limits.perAddress of them`,
    ]);
    ann.hangsUp();
    await ann.closed;
    while (server.relay.clients.size === 2) await Bun.sleep(1);
    await Caller.enter(port, "Cid");
    expect(server.relay.clients.size).toBe(2);
  });

  test("limits.pendingPerAddress: those who are accepted do not count", async () => {
    await using server = await listen({ limits: { pendingPerAddress: 2 } });
    const { port, counters } = server.relay;
    await Caller.enter(port, "Ann");
    await Caller.enter(port, "Ben");
    const silent = await Caller.call(port);
    await Caller.call(port);
    expect(await turnedAway(port)).toBe(true);
    expect(refusals(counters)).toEqual({ refusedPendingPerAddress: 1 });
    silent.sends(bytes([0], frame(say.connect())));
    expect(await silent.next()).toMatchObject({ request: "Connect", success: true });
    await Caller.enter(port, "Cid");
  });

  test("limits.connectRate: a burst and one more", async () => {
    await using server = await listen({ limits: { connectRate: 1, connectBurst: 3 } });
    for (let i = 0; i < 3; i++) await Caller.enter(server.relay.port, `${i}`);
    expect(await turnedAway(server.relay.port)).toBe(true);
    expect(refusals(server.relay.counters)).toEqual({ refusedConnectRate: 1 });
  });

  test("a ban: those inside stay, nobody new comes, also from where all limits are off", async () => {
    await using server = await listen({ limits: { exempt: "127.0.0.0/8" } });
    const { port, bans, counters } = server.relay;
    const ann = await Caller.enter(port, "Ann");
    bans.add({ address: "127.0.0.0/24", reason: "spam" });
    expect(await turnedAway(port)).toBe(true);
    expect(refusals(counters)).toEqual({ refusedBanned: 1 });
    ann.says(say.list());
    expect(await ann.next()).toMatchObject({ request: "ChannelList" });
    bans.lift("127.0.0.0/24");
    await Caller.enter(port, "Ben");
  });

  test("many of them are at most one line a second", async () => {
    await using server = await listen({ limits: { perAddress: 1 } });
    await Caller.enter(server.relay.port, "Ann");
    for (let i = 0; i < 50; i++) await turnedAway(server.relay.port);
    expect(refusals(server.relay.counters)).toEqual({ refusedPerAddress: 50 });
    expect(server.lines.filter((line) => line.includes("refused")).length).toBeLessThan(5);
  });
});

test("loopback clients are exempt by default", async () => {
  await using relay = await Relay.listen({
    host: HOST,
    port: 0,
    limits: { perAddress: 1, pendingPerAddress: 1, connectRate: 1, connectBurst: 1 },
    logger: () => {},
  });
  for (let i = 0; i < 5; i++) await Caller.enter(relay.port, `${i}`);
  expect(relay.clients.size).toBe(5);
});

test("limits.pending: the oldest who is not accepted makes way for a new one; clients stay", async () => {
  const reasons: string[] = [];
  const made = Promise.withResolvers<void>();
  const hooks: Hooks = {
    connectionMade: () => made.resolve(),
    connectionLost: (_client, reason) => void reasons.push(reason),
  };
  await using server = await listen({ limits: { pending: 2, pendingPerAddress: 0 } }, hooks);
  const { port, counters } = server.relay;
  const oldest = await Caller.call(port);
  oldest.sends(bytes([0]));
  await made.promise;
  const ann = await Caller.enter(port, "Ann");
  await Caller.call(port);
  const ben = await Caller.enter(port, "Ben");
  await oldest.closed;
  expect(counters).toMatchObject({ madeWay: 1, refusedNoRoom: 0 });
  expect(reasons).toEqual(["made way for newer ones"]);
  expect(server.lines.filter((line) => line.includes("makes way")).length).toBe(1);
  for (const each of [ann, ben]) {
    each.says(say.list());
    expect(await each.next()).toMatchObject({ request: "ChannelList", success: true });
  }
});

describe("strikes", () => {
  /** Connects and breaks the protocol. */
  async function breaks(port: number): Promise<void> {
    const caller = await Caller.call(port);
    caller.sends(bytes([0], frame(say.list())));
    await caller.closed;
  }

  test("ban an address that breaks the protocol so often, and not before", async () => {
    await using server = await listen({ bans: { strikes: 3, duration: "2h" } });
    const { port, bans, counters } = server.relay;
    await breaks(port);
    await breaks(port);
    await Caller.enter(port, "Ann");
    expect([...bans]).toEqual([]);
    const before = Date.now();
    await breaks(port);
    const [ban] = bans;
    expect(ban).toMatchObject({ address: HOST, reason: "broke the protocol 3 times" });
    expect(Math.abs(Number(ban?.until) - before - 7_200_000)).toBeLessThan(5000);
    expect(await turnedAway(port)).toBe(true);
    expect(counters).toMatchObject({ protocolErrors: 3, bannedForStrikes: 1, refusedBanned: 1 });
    expect(server.lines).toContain(`${HOST} is banned: it broke the protocol 3 times`);
  });

  test("are off by default", async () => {
    await using server = await listen();
    for (let i = 0; i < 10; i++) await breaks(server.relay.port);
    await Caller.enter(server.relay.port, "Ann");
    expect([...server.relay.bans]).toEqual([]);
  });
});
