import { expect, test } from "bun:test";
import { NO_RATES } from "../support/stage.ts";
import { frame, say } from "../support/wire.ts";
import { host } from "./host.ts";

/** The end of a loop turn. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** So many messages of 32 bytes a turn, for so many turns: they fit into `limits.outbox` and `limits.outboxHard`. */
const MESSAGES = 20;
const TURNS = 50;

test("in a channel of 100 five readers that stopped get a write each, and the other 94 one a turn and everything", async () => {
  const { member, flusher, time, counters } = host({ limits: NO_RATES });
  const [sender, ...others] = Array.from({ length: 100 }, (_, i) => member(`${i}`, "Room"));
  await turn();
  const stopped = others.slice(0, 5);
  const reading = others.slice(5);
  for (const { socket } of stopped) socket.takes = 0;
  for (const { writes, heard } of others) [writes.length, heard.length] = [0, 0];
  const texts = Array.from({ length: MESSAGES * TURNS }, (_, i) => `${i}`.padEnd(32));
  const [membership] = sender?.tcp.session.client.memberships?.values() ?? [];
  for (let at = 0; at < texts.length; at += MESSAGES) {
    const said = texts
      .slice(at, at + MESSAGES)
      .map((text) => say.toChannel(membership?.channel.id ?? 0, text));
    sender?.tcp.session.receive(Buffer.concat(said.map((message) => frame(message))));
    await turn();
  }
  expect([flusher.crowded, time.now, counters.slowReaders]).toEqual([false, 0, 0]);
  expect(reading).toHaveLength(94);
  for (const { heard, writes } of reading) {
    expect(writes).toHaveLength(TURNS);
    expect(heard.map((message) => "data" in message && message.data)).toEqual(texts);
  }
  for (const { writes, tcp } of stopped) {
    expect(writes).toEqual([0]);
    expect(tcp.waiting).toBe(texts.length * (32 + 7));
  }
});
