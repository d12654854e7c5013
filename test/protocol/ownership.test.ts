import { describe, expect, test } from "bun:test";
import { decodeClientMessage } from "../../src/protocol/decode.ts";
import { Framer } from "../../src/protocol/framer.ts";
import { bytes, frame, say, toHex } from "../support/wire.ts";

const LIMIT = 1 << 20;

/** Pushes the chunks and takes a view of each frame's payload without looking at it. */
function views(...chunks: readonly Uint8Array[]): Uint8Array[] {
  const framer = new Framer(LIMIT);
  const taken: Uint8Array[] = [];
  for (const chunk of chunks) {
    framer.push(chunk);
    while (framer.next()) taken.push(framer.reader.rest());
  }
  return taken;
}

const short = say.toChannel(1, "first");
const long = say.toChannel(1, "second".repeat(1000));
const expected = [short, long, short].map(({ payload }) => toHex(payload));
const stream = bytes(frame(short), frame(long), frame(short));

describe("a view of a payload outlives what is read later", () => {
  test("of frames that lie whole in their chunks", () => {
    expect(views(frame(short), frame(long), frame(short)).map(toHex)).toEqual(expected);
  });

  test("of frames glued together", () => {
    expect(views(stream).map(toHex)).toEqual(expected);
  });

  test("of frames that came in many chunks", () => {
    for (const size of [1, 3, 100, 4000]) {
      const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, at) =>
        stream.slice(at * size, (at + 1) * size),
      );
      expect(views(...chunks).map(toHex)).toEqual(expected);
    }
  });

  test("of a decoded message's fields", () => {
    const framer = new Framer(LIMIT);
    const messages = [];
    for (const name of ["Alice", "Bob", "Carol"]) {
      for (const byte of frame(say.setName(name))) framer.push(Uint8Array.of(byte));
      while (framer.next()) messages.push(decodeClientMessage(framer.head, framer.reader));
    }
    expect(messages).toEqual(
      ["Alice", "Bob", "Carol"].map((name) => ({ type: "SetName", name: bytes(name) })),
    );
  });
});

test("a frame that lies whole in one chunk is not copied", () => {
  const chunk = bytes(frame(short), frame(long));
  for (const view of views(chunk)) expect(view.buffer).toBe(chunk.buffer);
});
