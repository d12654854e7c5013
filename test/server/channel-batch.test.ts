import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { eachByItself, type MakeFanout } from "../../src/relay/fanout.ts";
import type { TransportKind } from "../../src/relay/link.ts";
import type { RelayChannel, RelayClient } from "../../src/relay/members.ts";
import { bytes, frame, type Said, say } from "../support/wire.ts";
import { host } from "./host.ts";

/** How long many conversations may take on a busy machine: milliseconds. */
const PATIENCE = 30_000;

/** The end of a loop turn. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** What may happen: somebody does something, in a channel, to another, with so many bytes. */
interface Happening {
  readonly kind: (typeof KINDS)[number];
  readonly who: number;
  readonly channel: string;
  readonly other: number;
  readonly size: number;
}

const often = <const Kind extends string>(kind: Kind, times: number): Kind[] => Array(times).fill(kind);
const KINDS = [
  ...often("speaks", 8),
  ...often("whispers", 2),
  ...often("time passes", 2),
  ...(["joins", "leaves", "lists", "hangs up", "reads nothing", "reads a little", "reads all"] as const),
] as const;
const SIZES = [...Array(40).keys(), 1000, 17_000, 66_000];

const RATES_OFF = { messageRate: 0, byteRate: 0, requestRate: 0, listRate: 0 };

async function settled() {
  for (let i = 0; i < 40; i++) await turn();
}

/** Plays it to so many clients, and gives what each of them has heard in the end. */
async function play(
  transports: readonly TransportKind[],
  happenings: readonly Happening[],
  fanout?: MakeFanout,
) {
  const count = transports.length;
  const stage = host({ limits: { ...RATES_OFF, outboxHard: 0 } }, {}, fanout);
  const clients = transports.map((transport, i) => stage.member(`client ${i}`, "lobby", transport));
  await settled();
  for (const [index, happening] of happenings.entries()) await enact(`${index}`, happening);
  await settled();
  for (const client of clients) reads(client, Number.POSITIVE_INFINITY);
  await settled();
  return clients.map(({ heard }) => heard);

  function reads({ tcp, socket }: (typeof clients)[number], most: number) {
    socket.takes = most;
    if (most > 0) tcp.drain();
  }

  async function enact(mark: string, { kind, who, channel, other, size }: Happening) {
    const client = clients[who % count] as (typeof clients)[number];
    const peer = clients[other % count] as (typeof clients)[number];
    const id = stage.context.registry.channels.simplified(channel)?.id ?? 999;
    const says = (message: Said) => client.tcp.session.receive(bytes(frame(message)));
    const acts: Record<Happening["kind"], () => unknown> = {
      speaks: () => says(say.toChannel(id, mark + ".".repeat(size))),
      whispers: () => says(say.toPeer(id, peer.id, mark)),
      joins: () => says(say.join(channel)),
      leaves: () => says(say.leave(id)),
      lists: () => says(say.list()),
      "hangs up": () => client.tcp.session.lost("the client left"),
      "reads nothing": () => reads(client, 0),
      "reads a little": () => reads(client, 50),
      "reads all": () => reads(client, Number.POSITIVE_INFINITY),
      "time passes": settled,
    };
    await acts[kind]();
  }
}

const happening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constantFrom(...KINDS),
  who: fc.nat({ max: 200 }),
  channel: fc.constantFrom("lobby", "game"),
  other: fc.nat({ max: 200 }),
  size: fc.constantFrom(...SIZES),
});

describe("what is said in a channel and collected once for all", () => {
  const byTcp = (count: number) => Array<TransportKind>(count).fill("tcp");
  const mixed = (count: number) => byTcp(count).map((kind, i) => (i % 3 === 0 ? kind : "websocket"));
  const crowds = { "5": byTcp(5), "40": byTcp(40), "140": byTcp(140), "9, by TCP and WebSocket,": mixed(9) };
  for (const [title, transports] of Object.entries({ ...crowds, "140, by both,": mixed(140) })) {
    test(
      `is heard by each of ${title} as if it were sent to each by itself`,
      async () => {
        const happenings = fc.array(happening, { maxLength: 60, size: "max" });
        await fc.assert(
          fc.asyncProperty(happenings, async (played) => {
            expect(await play(transports, played)).toEqual(await play(transports, played, eachByItself));
          }),
          { numRuns: Math.ceil(400 / transports.length) },
        );
      },
      PATIENCE,
    );
  }

  test("is one write of the same bytes to everybody who said nothing", async () => {
    const { member, context } = host({ limits: RATES_OFF });
    const clients = Array.from({ length: 8 }, (_, i) => member(`client ${i}`, "lobby"));
    await turn();
    await turn();
    for (const { writes } of clients) writes.length = 0;
    const [{ id } = { id: Number.NaN }] = context.registry.channels.values();
    for (const speaker of [0, 1, 0])
      clients[speaker]?.tcp.session.receive(bytes(frame(say.toChannel(id, "hi"))));
    await turn();
    // The sender's id comes on top of what is said.
    const written = frame(say.toChannel(id, "hi")).length + 2;
    for (const { writes } of clients.slice(2)) expect(writes).toEqual([3 * written]);
  });

  test("is written to everybody at once where it is all that is said, but not in the turns after one with more", async () => {
    const { member, context } = host({ limits: RATES_OFF });
    const clients = Array.from({ length: 32 }, (_, i) => member(`client ${i}`, "lobby"));
    for (let i = 0; i < 5; i++) await turn();
    const [{ id } = { id: Number.NaN }] = context.registry.channels.values();
    const says = () => {
      for (const { heard } of clients) heard.length = 0;
      clients[0]?.tcp.session.receive(bytes(frame(say.toChannel(id, "hi"))));
      return new Set(clients.slice(1).map(({ heard }) => heard.length));
    };
    const settle = async (turns: number) => {
      for (let i = 0; i < turns; i++) {
        clients[1]?.tcp.session.receive(bytes(frame(say.pong())));
        await turn();
      }
    };
    await settle(3);
    expect(says()).toEqual(new Set([1]));
    await turn();
    expect(says()).toEqual(new Set([1]));
    expect(says()).toEqual(new Set([0]));
    await turn();
    for (let i = 0; i < 2; i++) {
      expect(says()).toEqual(new Set([0]));
      await turn();
    }
    expect(says()).toEqual(new Set([1]));
    member("one more", "lobby");
    await settle(5);
    expect(says()).toEqual(new Set([0]));
  });

  test("comes in the order in which it was said, whatever its channel", async () => {
    const { member, context } = host({ limits: RATES_OFF });
    const clients = Array.from({ length: 5 }, (_, i) => member(`client ${i}`, "lobby"));
    for (const { tcp } of clients) tcp.session.receive(bytes(frame(say.join("game"))));
    await turn();
    await turn();
    for (const each of clients) each.heard.length = 0;
    const ids = [...context.registry.channels.values()].map(({ id }) => id) as [number, number];
    const said = [ids[0], ids[1], ids[0], ids[0], ids[1]];
    for (const [i, id] of said.entries())
      clients[0]?.tcp.session.receive(bytes(frame(say.toChannel(id, `${i}`))));
    await turn();
    for (const { heard } of clients.slice(1))
      expect(heard.map((each) => "data" in each && each.data)).toEqual(["0", "1", "2", "3", "4"]);
  });

  describe("in a crowd, while some have been written to and others have not", () => {
    async function halfWritten() {
      const stage = host({ limits: { ...RATES_OFF, perAddress: 0 } });
      const clients = Array.from({ length: 200 }, (_, i) => stage.member(`client ${i}`, "lobby"));
      while (clients.some(({ heard }) => heard.length === 0)) await turn();
      for (let i = 0; i < 100; i++) await turn();
      for (const each of clients) each.heard.length = 0;
      const [channel] = [...stage.context.registry.channels.values()] as [RelayChannel];
      const says = (client: number, text: string) =>
        clients[client]?.tcp.session.receive(bytes(frame(say.toChannel(channel.id, text))));
      stage.time.write = 0.5;
      says(0, "one");
      await turn();
      const count = clients.filter(({ heard }) => heard.length > 0).length;
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThan(199);
      const texts = (client: number) =>
        clients[client]?.heard.map((heard) => ("data" in heard ? heard.data : heard.type));
      const done = async () => {
        for (let i = 0; i < 100; i++) await turn();
      };
      return { clients, channel, says, texts, done };
    }

    test("nobody is passed over when another is taken out", async () => {
      const { clients, channel, texts, done } = await halfWritten();
      channel.kick(clients[1]?.tcp.session.client as RelayClient);
      await done();
      for (let i = 2; i < 200; i++) expect(texts(i)).toEqual(["one", "PeerLeft"]);
    });

    test("what somebody else says comes after it, to everybody", async () => {
      const { says, texts, done } = await halfWritten();
      says(7, "two");
      await done();
      for (let i = 1; i < 200; i++) expect(texts(i)).toEqual(i === 7 ? ["one"] : ["one", "two"]);
      expect(texts(0)).toEqual(["two"]);
    });
  });
});
