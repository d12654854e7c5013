import { expect, test } from "bun:test";
import { Relay } from "../../src/index.ts";
import { NO_RATES } from "../support/stage.ts";
import { say } from "../support/wire.ts";
import { Caller } from "./caller.ts";

const HOST = "127.0.0.1";

test("a client that asks for more than it reads is let go with no more than limits.outboxHard waiting, within one turn", async () => {
  const lines: string[] = [];
  const logger = (_level: unknown, line: string) => lines.push(line);
  const limits = { ...NO_RATES, outboxHard: "1MiB" };
  await using relay = await Relay.listen({ host: HOST, port: 0, limits, logger });
  const asker = await Caller.enter(relay.port, "Asker");
  for (let i = 0; i < 30; i++) await asker.joins(`${i} `.padEnd(250, "x"));
  asker.stopsReading();
  // 20,000 lists of 7.6 KB are 150 MB, asked for with 60 KB.
  asker.says(...Array.from({ length: 20_000 }, () => say.list()));
  await asker.closed;
  expect(relay.counters.slowReaders).toBe(1);
  const [told] = lines.filter((line) => line.includes("reads too slowly"));
  expect(Number(/(\d+) bytes wait/.exec(told ?? "")?.[1])).toBeLessThanOrEqual(1 << 20);
});

test("a client that reads gets everything, however much a turn takes in", async () => {
  await using relay = await Relay.listen({
    host: HOST,
    port: 0,
    limits: { ...NO_RATES, outboxHard: "64KiB", maxMessageSize: "64KiB" },
    logger: () => {},
  });
  const sender = await Caller.enter(relay.port, "Sender");
  const reader = await Caller.enter(relay.port, "Reader");
  const channel = await sender.joins("Room");
  await reader.joins("Room");
  await sender.next();
  const text = (i: number) => `${i} `.padEnd(2000, "x");
  for (let turn = 0; turn < 20; turn++) {
    const messages = Array.from({ length: 20 }, (_, i) => text(turn * 20 + i));
    sender.says(...messages.map((message) => say.toChannel(channel, message)));
    for (const message of messages) expect(await reader.next()).toMatchObject({ data: message });
  }
  expect(relay.counters.slowReaders).toBe(0);
});

test("one frame is always taken, though it is larger than limits.outboxHard", async () => {
  const settings = { limits: { ...NO_RATES, outboxHard: "64KiB", maxMessageSize: "8MiB" } };
  await using relay = await Relay.listen({ host: HOST, port: 0, ...settings, logger: () => {} });
  const sender = await Caller.enter(relay.port, "Sender");
  const reader = await Caller.enter(relay.port, "Reader");
  const channel = await sender.joins("Room");
  await reader.joins("Room");
  await sender.next();
  sender.says(say.toChannel(channel, "x".repeat(8_000_000)));
  expect(await reader.next()).toMatchObject({ data: "x".repeat(8_000_000) });
});
