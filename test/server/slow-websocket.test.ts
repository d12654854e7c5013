import { describe, expect, test } from "bun:test";
import { Relay } from "../../src/index.ts";
import { fromChannel, peer, peerLeft } from "../support/answers.ts";
import { type Heard, say } from "../support/wire.ts";
import { Caller } from "./caller.ts";
import { WebCaller } from "./web-caller.ts";

const HOST = "127.0.0.1";
const QUIET = { host: HOST, port: 0, logger: () => {} };

/** Ann, who sends, and Bob and Slow, who hear. */
async function room({ port }: Relay) {
  const [ann, bob] = [await WebCaller.enter(port, "Ann"), await WebCaller.enter(port, "Bob")];
  const channel = await ann.joins("Room");
  const slow = await WebCaller.enter(port, "Slow");
  for (const each of [bob, slow]) {
    await each.joins("Room");
    await ann.next();
  }
  expect(await bob.next()).toEqual(peer(channel, slow.id, "Slow"));
  return { ann, bob, slow, channel };
}

describe("a WebSocket client that stops reading", () => {
  test("is let go when limits.outboxHard is passed; the others get everything", async () => {
    await using relay = await Relay.listen({
      ...QUIET,
      limits: { messageRate: 0, byteRate: 0, outboxHard: "256KiB" },
    });
    const { ann, bob, slow, channel } = await room(relay);
    slow.stopsReading();
    const text = (i: number) => `${i} `.padEnd(60_000, "x");
    let sent = 0;
    let left: Heard | undefined;
    while (left === undefined) {
      const first = sent;
      for (let i = 0; i < 10; i++) ann.says(say.toChannel(channel, text(sent++)));
      const heard: Heard[] = [];
      while (heard.length < 10) heard.push(await bob.next());
      left = heard.find(({ type }) => type === "PeerLeft");
      const relayed = heard.filter((each) => each !== left);
      if (left !== undefined) relayed.push(await bob.next());
      expect(relayed).toEqual(relayed.map((_, i) => fromChannel(channel, ann.id, text(first + i))));
    }
    expect(left).toEqual(peerLeft(channel, slow.id));
    expect(relay.counters.slowReaders).toBe(1);
    slow.hangsUp();
  });

  test("gets no blasts while it takes nothing", async () => {
    await using relay = await Relay.listen(QUIET);
    const web = await WebCaller.enter(relay.port, "Ann");
    const [client] = relay.clients;
    web.stopsReading();
    const bob = await Caller.enter(relay.port, "Bob");
    for (let i = 0; i < 400 && relay.counters.undeliveredBlasts === 0; i++) {
      for (let j = 0; j < 4; j++) client?.sendMessage("x".repeat(60_000));
      bob.says(say.leave(0));
      await bob.next();
      client?.blast("blast");
    }
    expect(relay.counters.undeliveredBlasts).toBe(1);
    web.hangsUp();
  });
});
