import { describe, expect, test } from "bun:test";
import { Relay } from "../../src/index.ts";
import { fromChannel, peer, peerLeft } from "../support/answers.ts";
import { bytes, frame, hex, say } from "../support/wire.ts";
import { Caller } from "./caller.ts";

const HOST = "127.0.0.1";
const MIB = 1 << 20;
/** Subchannel and channel. */
const FIELDS = 3;

async function room(relay: Relay) {
  const [ann, bob] = [await Caller.enter(relay.port, "Ann"), await Caller.enter(relay.port, "Bob")];
  const channel = await ann.joins("Room");
  await bob.joins("Room");
  expect(await ann.next()).toEqual(peer(channel, bob.id, "Bob"));
  return { ann, bob, channel };
}

describe("limits.maxMessageSize, 1 MiB", () => {
  test("a frame of that size is relayed whole, among small ones and in order", async () => {
    await using relay = await Relay.listen({ host: HOST, port: 0, logger: () => {} });
    const { ann, bob, channel } = await room(relay);
    const large = "Ä".repeat((MIB - FIELDS) >> 1).padEnd(MIB - FIELDS - ((MIB - FIELDS) >> 1), "!");
    expect(Buffer.byteLength(large)).toBe(MIB - FIELDS);
    for (let i = 0; i < 3; i++) ann.says(say.toChannel(channel, `${i}`), say.toChannel(channel, large));
    for (let i = 0; i < 3; i++) {
      expect(await bob.next()).toEqual(fromChannel(channel, ann.id, `${i}`));
      const heard = await bob.next();
      expect((heard as { data: string }).data === large).toBe(true);
    }
    expect(relay.counters).toMatchObject({ protocolErrors: 0, slowReaders: 0 });
  });

  test("one byte over ends only that connection, before its payload has come", async () => {
    const lines: string[] = [];
    await using relay = await Relay.listen({
      host: HOST,
      port: 0,
      logger: (_level, line) => lines.push(line),
    });
    const { ann, bob, channel } = await room(relay);
    bob.sends(hex("20 ff 01001000"));
    expect(await ann.next()).toEqual(peerLeft(channel, bob.id));
    expect(await bob.rest()).toEqual([]);
    expect(relay.counters.protocolErrors).toBe(1);
    const told = lines.filter((line) => line.includes("broke the protocol"));
    expect(told).toEqual([expect.stringContaining(`a frame of ${MIB + 1} bytes`)]);
    const carol = await Caller.enter(relay.port, "Carol");
    await carol.joins("Room");
    expect(await ann.next()).toEqual(peer(channel, carol.id, "Carol"));
  });
});

describe("a flood of malformed connections", () => {
  test("leaves others unharmed, and nothing behind", async () => {
    const lines: string[] = [];
    const made = { open: 0, all: [] as number[] };
    await using relay = await Relay.listen({
      host: HOST,
      port: 0,
      logger: (_level, line) => lines.push(line),
      hooks: {
        connectionMade: () => void made.all.push(made.open++),
        connectionLost: () => void made.open--,
      },
    });
    const { ann, bob, channel } = await room(relay);
    const connect = frame(say.connect());
    const malformed = [
      hex("7f 47 45 54"),
      hex("00 f0 00"),
      hex("00 00 00"),
      hex("00 00 01 09"),
      hex("00 20 07 00 0100 0000 4141"),
      hex("00 00 ff ffffffff"),
      bytes([0], connect, hex("b0 00")),
      bytes([0], connect, hex("70 00")),
      bytes([0], connect, hex("20 02 0000")),
      bytes([0], connect, hex("00 02 03 01")),
      bytes([0], connect, hex("80 04 0100 00 01")),
      bytes([0], connect, connect),
      bytes([0], frame(say.connect("revision 9"))),
    ];
    for (let round = 0; round < 12; round++) {
      const flood = await Promise.all(malformed.map(() => Caller.call(relay.port)));
      for (const [i, each] of flood.entries()) each.sends(malformed[i] as Uint8Array);
      ann.says(say.toChannel(channel, `round ${round}`));
      expect(await bob.next()).toEqual(fromChannel(channel, ann.id, `round ${round}`));
      await Promise.all(flood.map(({ closed }) => closed));
    }
    bob.says(say.toChannel(channel, "done"));
    expect(await ann.next()).toEqual(fromChannel(channel, bob.id, "done"));
    expect([relay.clients.size, relay.channels.size, made.open]).toEqual([2, 1, 2]);
    expect(made.all).toHaveLength(2 + 12 * (malformed.length - 1));
    expect(relay.counters.protocolErrors).toBe(12 * (malformed.length - 3));
    // One line for each cause in a second, not one for each connection.
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThan(60);
  });
});
