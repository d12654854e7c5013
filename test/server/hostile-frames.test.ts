import { describe, expect, test } from "bun:test";
import { Relay } from "../../src/index.ts";
import { fromChannel, peer, peerLeft } from "../support/answers.ts";
import { clientFrame, fragments, HOSTILE, messageOf } from "../support/websocket-wire.ts";
import { bytes, say } from "../support/wire.ts";
import { WebCaller } from "./web-caller.ts";

/** Two who talk, and a third who is in their channel. */
async function room(relay: Relay) {
  const [ann, bob, eve] = [
    await WebCaller.enter(relay.port, "Ann"),
    await WebCaller.enter(relay.webSocketPort as number, "Bob"),
    await WebCaller.enter(relay.port, "Eve"),
  ];
  const channel = await ann.joins("Room");
  for (const each of [bob, eve]) await each.joins("Room");
  await ann.next();
  await ann.next();
  expect(await bob.next()).toEqual(peer(channel, eve.id, "Eve"));
  return { ann, bob, eve, channel };
}

describe("a hostile WebSocket frame closes only its own connection", () => {
  for (const { title, frame: hostile, code } of HOSTILE) {
    test(`${title}: ${code}`, async () => {
      await using relay = await Relay.listen({ host: "127.0.0.1", port: 0, logger: () => {} });
      const { ann, bob, eve, channel } = await room(relay);
      const before = clientFrame(messageOf(say.toChannel(channel, "before")));
      eve.sends(bytes(before, hostile, clientFrame(messageOf(say.toChannel(channel, "after")))));
      expect(await eve.rest()).toEqual([]);
      expect(eve.close?.code).toBe(code);
      for (const other of [ann, bob])
        for (const heard of [fromChannel(channel, eve.id, "before"), peerLeft(channel, eve.id)])
          expect(await other.next()).toEqual(heard);
      ann.says(say.toChannel(channel, "still here"));
      expect(await bob.next()).toEqual(fromChannel(channel, ann.id, "still here"));
      expect(relay.counters.protocolErrors).toBe(1);
    });
  }
});

test("a message in pieces is relayed in one", async () => {
  await using relay = await Relay.listen({ host: "127.0.0.1", port: 0, logger: () => {} });
  const { ann, bob, eve, channel } = await room(relay);
  eve.sends(fragments(say.toChannel(channel, "in pieces"), 1, 0, 3, 4));
  for (const other of [ann, bob])
    expect(await other.next()).toEqual(fromChannel(channel, eve.id, "in pieces"));
});
