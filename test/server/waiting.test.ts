import { expect, test } from "bun:test";
import { success } from "../support/answers.ts";
import { bytes, frame, say } from "../support/wire.ts";
import { host } from "./host.ts";

/** The end of a loop turn. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

const KIB = 1024;

test.each([
  [64, true],
  [65, false],
])("a client of which %d KiB wait is read on: %p", (kib, reads) => {
  const { member } = host({ limits: { messageRate: 1, messageBurst: 5 } });
  // Of the burst two are left to it.
  const { tcp, socket } = member("Ann", "Room");
  const said = Array.from({ length: 2 + kib }, () => frame(say.toServer("x".repeat(KIB - 5))));
  expect(bytes(...said.slice(0, 1))).toHaveLength(KIB);
  tcp.session.receive(bytes(...said));
  expect([tcp.session.waits, socket.reads]).toEqual([true, reads]);
});

test("one that is not read because of its rates is read again when they allow for what waits", async () => {
  const { member, time, context } = host({ limits: { messageRate: 1000, messageBurst: 5 } });
  const { tcp, socket } = member("Ann", "Room");
  tcp.session.receive(bytes(...Array.from({ length: 100 }, () => frame(say.toServer("x".repeat(1000))))));
  expect([tcp.session.waits, socket.reads]).toEqual([true, false]);
  // The rest is less than 64 KiB after some 40 messages: 40 ms of the server's clock.
  for (let i = 0; i < 50 && !socket.reads; i++) {
    time.now += 10;
    await Bun.sleep(10);
  }
  expect([socket.reads, context.counters.messages < 100]).toEqual([true, true]);
});

test("in a turn that has had its time a request waits for the next one, and a message to a few does not", async () => {
  const { member, flusher, time, context } = host();
  const [ann, bob, cat] = [member("Ann", "Room"), member("Bob", "Room"), member("Cat", "Room")];
  await turn();
  for (const { heard } of [ann, bob, cat]) heard.length = 0;
  const [channel] = context.registry.channels;
  flusher.begin(time.now);
  time.now += 5;
  ann.tcp.session.receive(bytes(frame(say.setName("Eve"))));
  bob.tcp.session.receive(bytes(frame(say.toChannel(channel?.id ?? 0, "hi"))));
  expect([ann.tcp.session.client.name, ann.tcp.session.waits, bob.tcp.session.waits]).toEqual([
    "Ann",
    true,
    false,
  ]);
  await turn();
  expect([ann.tcp.session.client.name, ann.tcp.session.waits]).toEqual(["Eve", false]);
  expect(ann.heard.slice(0, 2)).toMatchObject([{ data: "hi" }, success("SetName", { name: "Eve" })]);
  expect(cat.heard[0]).toMatchObject({ data: "hi" });
});
