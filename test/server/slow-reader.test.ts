import { describe, expect, test } from "bun:test";
import { Relay } from "../../src/index.ts";
import { fromChannel, peer, peerLeft } from "../support/answers.ts";
import { PLAY } from "../support/certificates/pairs.ts";
import { NO_RATES } from "../support/stage.ts";
import { type Heard, say } from "../support/wire.ts";
import { Caller } from "./caller.ts";

const HOST = "127.0.0.1";

async function room(relay: Relay) {
  const { port, tlsPort } = relay;
  const enter = (name: string) =>
    tlsPort === undefined ? Caller.enter(port, name) : Caller.enterOverTls(tlsPort, name);
  const [sender, slow, fast] = [await enter("Sender"), await enter("Slow"), await enter("Fast")];
  const channel = await sender.joins("Room");
  await slow.joins("Room");
  await fast.joins("Room");
  await sender.next();
  await sender.next();
  expect(await slow.next()).toEqual(peer(channel, fast.id, "Fast"));
  return { sender, slow, fast, channel };
}

describe.each([
  ["TCP", {}],
  ["TLS", { tls: PLAY }],
] as const)("a client that stops reading, by %s", (_transport, by) => {
  for (const size of [1000, 60_000]) {
    test(`is let go when limits.outboxHard is passed, with messages of ${size} bytes; the others get everything`, async () => {
      const lines: string[] = [];
      const reasons: string[] = [];
      await using relay = await Relay.listen({
        host: HOST,
        port: 0,
        ...by,
        limits: { ...NO_RATES, outboxHard: "256KiB" },
        logger: (_level, line) => lines.push(line),
        hooks: { connectionLost: (_client, reason) => void reasons.push(reason) },
      });
      const { sender, slow, fast, channel } = await room(relay);
      slow.stopsReading();
      const text = (i: number) => `${i} `.padEnd(size, "x");
      const perTurn = Math.ceil(400_000 / size);
      let sent = 0;
      let left: Heard | undefined;
      while (left === undefined) {
        const first = sent;
        const messages = Array.from({ length: perTurn }, () => say.toChannel(channel, text(sent++)));
        sender.says(...messages);
        const heard: Heard[] = [];
        while (heard.length < perTurn) heard.push(await fast.next());
        left = heard.find(({ type }) => type === "PeerLeft");
        const relayed = heard.filter((each) => each !== left);
        if (left !== undefined) relayed.push(await fast.next());
        expect(relayed).toEqual(messages.map((_, i) => fromChannel(channel, sender.id, text(first + i))));
      }
      expect(left).toEqual(peerLeft(channel, slow.id));
      expect(await sender.next()).toEqual(peerLeft(channel, slow.id));
      expect(relay.counters.slowReaders).toBe(1);
      expect(reasons).toEqual(["slow reader"]);
      expect(
        lines.filter((line) => line.includes('"Slow"') && line.includes("reads too slowly")),
      ).toHaveLength(1);
      expect([...relay.clients].map(({ name }) => name)).toEqual(["Sender", "Fast"]);
      slow.readsOn();
      await slow.closed;
      fast.says(say.toChannel(channel, "still here"));
      expect(await sender.next()).toEqual(fromChannel(channel, fast.id, "still here"));
    });
  }

  test("and goes on before that gets everything, in order", async () => {
    await using relay = await Relay.listen({
      host: HOST,
      port: 0,
      ...by,
      limits: { ...NO_RATES, outboxHard: "64MiB" },
      udp: { fallback: "tcp" },
      logger: () => {},
    });
    const { sender, slow, channel } = await room(relay);
    slow.stopsReading();
    const text = (i: number) => `${i} `.padEnd(50_000, "x");
    let sent = 0;
    const sendsSome = async () => {
      for (let i = 0; i < 20; i++) sender.says(say.toChannel(channel, text(sent++)));
      sender.says(say.leave(0));
      while ((await sender.next()).type !== "Response");
      relay.clients.named("Slow")?.blast("probe");
    };
    // Until the system takes no more, which drops blasts, and then more than it takes at once.
    while (relay.counters.undeliveredBlasts === 0) await sendsSome();
    for (let beyond = 0; beyond < 8; beyond++) await sendsSome();
    slow.readsOn();
    const heard: Heard[] = [];
    while (heard.length < sent) {
      const next = await slow.next();
      if (next.type !== "BinaryServerMessage") heard.push(next);
    }
    for (let i = 0; i < sent; i++) expect(heard[i]).toEqual(fromChannel(channel, sender.id, text(i)));
    expect(relay.counters.slowReaders).toBe(0);
  });

  test("blasts that would be sent are the first thing dropped", async () => {
    await using relay = await Relay.listen({
      host: HOST,
      port: 0,
      ...by,
      udp: { fallback: "tcp" },
      logger: () => {},
    });
    const { sender, slow } = await room(relay);
    const [client] = [...relay.clients].filter(({ name }) => name === "Slow");
    slow.stopsReading();
    const dropped = () => relay.counters.undeliveredBlasts;
    for (let i = 0; i < 200 && dropped() === 0; i++) {
      for (let j = 0; j < 10; j++) client?.sendMessage("x".repeat(10_000));
      sender.says(say.leave(0));
      await sender.next();
      client?.blast("blast");
    }
    expect(dropped()).toBe(1);
    expect(relay.counters.slowReaders).toBe(0);
    slow.hangsUp();
  });
});
