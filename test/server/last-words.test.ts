import { describe, expect, test } from "bun:test";
import { fromChannel, peerLeft } from "../support/answers.ts";
import { scene } from "../support/scene.ts";
import { NO_RATES } from "../support/stage.ts";
import { bytes, frame, say } from "../support/wire.ts";
import { host } from "./host.ts";

/** The end of a loop turn. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** More than is dealt with in a turn. */
const MANY = 5000;

const numbers = Array.from({ length: MANY }, (_, i) => `${i}`);

scene(
  "whoever says much and hangs up is heard to the end, and only then leaves",
  { only: ["sockets", "tls", "websockets"] },
  async (stage) => {
    const { channel, people } = await stage.room("Room", "Ann", "Bob");
    const [ann, bob] = people;
    ann.says(...numbers.map((number) => say.toChannel(channel, number)));
    ann.finishes();
    for (const number of numbers) expect(await bob.next()).toEqual(fromChannel(channel, ann.id, number));
    expect(await bob.next()).toEqual(peerLeft(channel, ann.id));
  },
);

describe("one who has said more than is dealt with in a turn, and whose connection is gone", () => {
  async function room(limits: object) {
    const lost: string[] = [];
    const stage = host(
      { limits },
      { connectionLost: ({ name }, reason) => void lost.push(`${name}: ${reason}`) },
    );
    const [ann, bob] = [stage.member("Ann", "Room"), stage.member("Bob", "Room")];
    await turn();
    for (const { heard } of [ann, bob]) heard.length = 0;
    const [channel] = stage.context.registry.channels;
    const said = numbers.map((number) => frame(say.toChannel(channel?.id ?? 0, number)));
    ann.tcp.session.receive(bytes(...said));
    return { ...stage, lost, ann, bob, channel: channel?.id ?? 0 };
  }

  test("leaves when the rest was dealt with; to nobody goes what others say to it", async () => {
    const { ann, bob, channel, lost, context } = await room(NO_RATES);
    ann.tcp.closed("the client left");
    expect([lost, context.registry.clients.size]).toEqual([[], 2]);
    bob.tcp.session.receive(bytes(frame(say.toChannel(channel, "still there?"))));
    for (let turns = 0; turns < MANY / 256; turns++) await turn();
    expect(lost).toEqual(["Ann: the client left"]);
    expect(bob.heard).toEqual([
      ...numbers.map((number) => fromChannel(channel, ann.id, number)),
      peerLeft(channel, ann.id),
    ]);
    expect([ann.heard, ann.tcp.waiting]).toEqual([[], 0]);
  });

  test("leaves at once where its rates make the rest wait", async () => {
    const { ann, bob, channel, lost } = await room({ messageRate: 10, messageBurst: 400 });
    ann.tcp.closed("the client left");
    expect(lost).toEqual([]);
    await turn();
    expect(lost).toEqual(["Ann: the client left"]);
    await turn();
    expect(bob.heard.length).toBeLessThanOrEqual(401);
    expect(bob.heard.at(-1)).toEqual(peerLeft(channel, ann.id));
  });

  test("leaves at once where the connection broke", async () => {
    const { ann, lost } = await room(NO_RATES);
    ann.tcp.session.lost("the connection broke");
    expect(lost).toEqual(["Ann: the connection broke"]);
  });

  test("has left when the server has stopped", async () => {
    const { ann, lost, flusher } = await room(NO_RATES);
    ann.tcp.closed("the client left");
    flusher.stop();
    expect(lost).toEqual(["Ann: the client left"]);
  });
});
