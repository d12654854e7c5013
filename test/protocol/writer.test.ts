import { expect, test } from "bun:test";
import { decodeServerMessage } from "../../src/protocol/decode-server.ts";
import * as encode from "../../src/protocol/encode.ts";
import { Framer } from "../../src/protocol/framer.ts";
import { Writer } from "../../src/protocol/writer.ts";

/** Where the buffer starts out and doubles: a field of any width may be the one that does not fit any more. */
const AROUND_GROWTH = [4096, 8192, 65_536].flatMap((size) =>
  Array.from({ length: 24 }, (_, i) => size - 16 + i),
);

test.each(AROUND_GROWTH)("a message of %d bytes keeps every field while its buffer grows", (size) => {
  const filler = new Uint8Array(size - 9).fill(7);
  const bytes = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const {
    start,
    end,
    bytes: buffer,
  } = new Writer()
    .begin(2, 1)
    .raw(filler)
    .u8(1)
    .u16(0x0302)
    .u16(0x0504)
    .u8(6)
    .raw(new Uint8Array([7, 8, 9]))
    .finish();
  const payload = buffer.slice(start, end).slice(-size);
  expect(payload).toEqual(new Uint8Array([...filler, ...bytes]));
});

test("a JoinChannel response tells of every peer, however many there are", () => {
  for (let count = 0; count <= 2000; count += 37) {
    const peers = Array.from({ length: count }, (_, i) => ({
      peer: i + 1,
      flags: i === 0 ? 1 : 0,
      name: Buffer.from(`peer ${"x".repeat(i % 7)}${i}`),
    }));
    const joined = { isMaster: false, name: Buffer.from("Lobby"), channel: 7 };
    const frame = encode.channelJoined(joined, peers);
    const framer = new Framer(1 << 20);
    framer.push(frame.bytes.slice(frame.start, frame.end));
    expect(framer.next()).toBe(true);
    const heard = decodeServerMessage(framer.head, framer.reader);
    const told =
      "peers" in heard ? heard.peers.map((entry) => ({ ...entry, name: Buffer.from(entry.name) })) : [];
    expect(told).toEqual(peers);
  }
});

test.each([3, 300, 70_000])("a message of %d bytes that is kept holds when others are written", (size) => {
  const writer = new Writer();
  const payload = Buffer.alloc(size, "x");
  const frame = writer.begin(2, 1).raw(payload).finish();
  const whole = Buffer.from(frame.bytes.slice(frame.start, frame.end));
  const kept = frame.keep();
  expect(frame.keep()).toBe(kept);
  const next = writer.begin(3).raw(Buffer.alloc(size, "y")).finish();
  expect(Buffer.from(kept.bytes.slice(kept.start, kept.end))).toEqual(whole);
  expect([kept.head, kept.keep()]).toEqual([0x21, kept]);
  expect(Buffer.from(kept.datagram())).toEqual(Buffer.concat([Buffer.of(0x21), payload]));
  expect(next.keep()).not.toBe(kept);
});
