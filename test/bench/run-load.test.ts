import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import type { Outcome } from "../../src/bench/load/outcome.ts";
import type { Plan } from "../../src/bench/load/plan.ts";
import { Load } from "../../src/bench/load/run-load.ts";
import { BunNet } from "../../src/bench/net/bun-net.ts";
import type { Net } from "../../src/bench/net/net.ts";
import { openNet } from "../../src/bench/net/open-net.ts";
import { SCENARIOS, type ScenarioName } from "../../src/bench/scenarios.ts";
import { ServerByCommand } from "../../src/bench/subject/by-command.ts";
import type { Running } from "../../src/bench/subject/subject.ts";
import { thisServer } from "../../src/bench/subject/this-server.ts";
import { LossyNet } from "./lossy-net.ts";

const SHORT = { warmup: 0.1, duration: 0.3 };
const NETS = {
  "by the system's own calls": openNet,
  "by Bun's sockets": (address: string, port: number) => new BunNet(address, port),
};

let server: Running;
beforeAll(async () => {
  server = await thisServer().run([]);
});
afterAll(() => server[Symbol.asyncDispose]());

function load(scenario: ScenarioName, net: Net, changes: Partial<Plan> = SHORT): Promise<Outcome> {
  const plan = { ...SCENARIOS[scenario].plan, ...SHORT, ...changes };
  return new Load(plan, { net, pid: server.pid }, () => {}).run();
}

for (const [how, open] of Object.entries(NETS)) {
  test(`a room says what it says, to all of it, ${how}`, async () => {
    const outcome = await load("room", open(server.address, server.port));
    expect(outcome).toMatchObject({ ok: true, missing: 0 });
    expect(outcome.deliveries).toBeWithin(10_000, 20_000);
    expect(outcome.sent * 15).toBeWithin(outcome.deliveries * 0.8, outcome.deliveries * 1.2);
    expect(outcome.latency.p50).toBeWithin(1, 1e6);
    expect(outcome.timeline.length).toBeGreaterThan(0);
  });

  test(`messages of 64 KiB come whole, ${how}`, async () => {
    const outcome = await load("64k", open(server.address, server.port));
    expect(outcome).toMatchObject({ ok: true, missing: 0 });
    expect(outcome.deliveries).toBeGreaterThan(10);
  });

  test(`blasts come, once each, ${how}`, async () => {
    const outcome = await load("udp-fan", open(server.address, server.port));
    expect(outcome.ok).toBe(true);
    expect(outcome.deliveries).toBeGreaterThan(100);
  });

  test(`half of a room's messages come by UDP where it talks by both ways, ${how}`, async () => {
    const outcome = await load("mixed", open(server.address, server.port));
    expect(outcome).toMatchObject({ ok: true, missing: 0 });
    expect(outcome.deliveries).toBeWithin(10_000, 20_000);
    expect(outcome.blasts).toBeWithin(outcome.deliveries * 0.4, outcome.deliveries * 0.6);
  });

  test(`clients leave and join, ${how}`, async () => {
    const outcome = await load("churn", open(server.address, server.port), { clients: 20 });
    expect(outcome.ok).toBe(true);
    expect(outcome.answers).toBeGreaterThan(20);
  });

  test(`a server that is not there is said to be none, ${how}`, async () => {
    const entering = async () => await load("room", open(server.address, 1));
    await expect(entering()).rejects.toThrow(/client could not enter|cannot connect/);
  });
}

test("how many blasts were lost is told, and that none of what was sent was", async () => {
  const net = new LossyNet(openNet(server.address, server.port), { udp: 4 });
  const outcome = await load("mixed", net);
  expect(outcome).toMatchObject({ ok: true, missing: 0 });
  expect(outcome.loss).toBeWithin(0.15, 0.3);
  expect(outcome.remarks.join()).toContain(` % of the datagrams were lost: ${outcome.datagramsLost}`);
});

test("lost blasts hold up nothing of what goes by both ways as fast as it can", async () => {
  const net = new LossyNet(openNet(server.address, server.port), { udp: 2 });
  const { ok, missing, sent } = await load("fan", net, { transport: "both", clients: 10 });
  expect({ ok, missing }).toEqual({ ok: true, missing: 0 });
  // Ten times as many are sent; some 600 where each loss narrows the window until it is looked for.
  expect(sent).toBeGreaterThan(1000);
});

test("a sent message that is lost is a fault, though blasts go beside it", async () => {
  const net = new LossyNet(openNet(server.address, server.port), { tcp: 5 });
  const outcome = await load("mixed", net);
  expect(outcome.ok).toBe(false);
  expect(outcome.missing).toBeGreaterThan(0);
  expect(outcome.faults.misordered).toBeGreaterThan(0);
  expect(outcome.remarks.join()).toContain(`${outcome.missing} deliveries did not come`);
});

test("a server that limits what a client may send is found out", async () => {
  const main = join(import.meta.dir, "..", "..", "src", "main.ts");
  const command = [process.execPath, main, "--host", "127.0.0.1", "--port", "{port}"];
  await using limited = await new ServerByCommand("limited", command).run([]);
  const plan = { ...SCENARIOS.fan.plan, warmup: 1, duration: 0.5, clients: 20 };
  const net = openNet(limited.address, limited.port);
  const { remarks } = await new Load(plan, { net, pid: limited.pid }, () => {}).run();
  expect(remarks.join()).toContain("limits.messageRate");
  expect((await load("fan", openNet(server.address, server.port))).remarks.join()).not.toContain(
    "limits.messageRate",
  );
});

test("who is let go is told of, and that what was sent to them did not come", async () => {
  await using other = await thisServer().run(["limits.peersPerChannel=3"]);
  const net = openNet(other.address, other.port);
  const entering = new Load(SCENARIOS.room.plan, { net, pid: undefined }, () => {}).run();
  await expect(entering).rejects.toThrow("JoinChannel was denied");
});
