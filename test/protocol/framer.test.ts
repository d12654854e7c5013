import { describe, expect, test } from "bun:test";
import { ProtocolError } from "../../src/protocol/error.ts";
import { Framer } from "../../src/protocol/framer.ts";
import { Reader } from "../../src/protocol/reader.ts";
import { bytes, hex, toHex } from "../support/wire.ts";
import { clientVectors } from "./client-vectors.ts";

const LIMIT = 1 << 20;

/** What a framer makes of the chunks: `head payload` of each frame. */
function cut(chunks: Iterable<Uint8Array>, framer = new Framer(LIMIT)): string[] {
  const frames: string[] = [];
  for (const chunk of chunks) {
    framer.push(chunk);
    while (framer.next()) frames.push(`${toHex(Uint8Array.of(framer.head))} ${toHex(framer.reader.rest())}`);
  }
  return frames;
}

function* pieces(data: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < data.length; at += size) yield data.slice(at, at + size);
}

/** Every split in two of a short stream, a sample of those of a long one. */
function* splits(data: Uint8Array): Generator<[Uint8Array, Uint8Array]> {
  for (let at = 0; at <= data.length; at += at < 300 || at > data.length - 9 ? 1 : 1000)
    yield [data.slice(0, at), data.slice(at)];
}

const framed = clientVectors.flatMap(({ title, frame, tolerated = [] }) =>
  frame === undefined
    ? []
    : [frame, ...tolerated].map((form) => ({ title: `${title} as ${form.slice(0, 12)}`, frame: hex(form) })),
);
const [neighbour] = [hex("00 07 02 00 4c6f626279")];

describe.each(framed)("$title", ({ frame }) => {
  const [whole = ""] = cut([frame]);

  test("is one frame", () => {
    expect(cut([frame])).toEqual([whole]);
    expect(whole.slice(0, 2)).toBe(toHex(frame.subarray(0, 1)));
  });

  test("is the same split at every byte", () => {
    for (const split of splits(frame)) expect(cut(split)).toEqual([whole]);
    expect(cut(pieces(frame, 1))).toEqual([whole]);
  });

  test("is the same glued to its neighbours, wherever the chunks end", () => {
    const [beside = ""] = cut([neighbour]);
    const glued = bytes(neighbour, frame, neighbour);
    expect(cut([glued])).toEqual([beside, whole, beside]);
    for (const split of splits(glued)) expect(cut(split)).toEqual([beside, whole, beside]);
    expect(cut(pieces(glued, 3))).toEqual([beside, whole, beside]);
  });
});

describe("the maximum size", () => {
  const tooLarge = expect.objectContaining({ code: "too large" });

  function breach(data: Uint8Array, maximum: number): unknown {
    try {
      return cut([data], new Framer(maximum));
    } catch (error) {
      expect(error).toBeInstanceOf(ProtocolError);
      return error;
    }
  }

  test("itself is taken, in every size form", () => {
    expect(cut([bytes([0x10, 100], "x".repeat(100))], new Framer(100))).toHaveLength(1);
    expect(cut([bytes([0x10, 254, 100, 0], "x".repeat(100))], new Framer(100))).toHaveLength(1);
    expect(cut([bytes([0x10, 255, 100, 0, 0, 0], "x".repeat(100))], new Framer(100))).toHaveLength(1);
  });

  test("is enforced as soon as the header is there, before any payload", () => {
    expect(breach(hex("10 65"), 100)).toEqual(tooLarge);
    expect(breach(hex("10 fe 6500"), 100)).toEqual(tooLarge);
    expect(breach(hex("10 ff 65000000"), 100)).toEqual(tooLarge);
    expect(breach(hex("10 ff ffffffff"), LIMIT)).toEqual(tooLarge);
    expect(breach(hex("10 ff 00000080"), LIMIT)).toEqual(tooLarge);
  });

  test("does not judge a header that is not complete", () => {
    expect(cut([hex("10 ff ffffff")], new Framer(100))).toEqual([]);
  });

  test("lets the frames before through", () => {
    const framer = new Framer(100);
    framer.push(hex("90 00 10 65"));
    expect(framer.next()).toBe(true);
    expect(framer.head).toBe(0x90);
    expect(() => framer.next()).toThrow(ProtocolError);
  });
});

describe("a frame that is held", () => {
  const stream = bytes(hex("10 02 4142"), hex("90 00"), [0x20, 254, 44, 1], "x".repeat(300), hex("30 01 43"));

  /** What is found where each frame is held so often before it is taken. */
  function cutHeld(chunks: Iterable<Uint8Array>, times: number): string[] {
    const reader = new Reader();
    const framer = new Framer(LIMIT, reader);
    const frames: string[] = [];
    for (const chunk of chunks) {
      framer.push(chunk);
      for (let held = 0; framer.next(); ) {
        if (held++ < times) {
          framer.hold();
          // The reader is another's meanwhile.
          reader.load(hex("ffffffff"));
          expect(framer.idle).toBe(false);
          continue;
        }
        held = 0;
        const { head, size } = framer;
        frames.push(`${toHex(Uint8Array.of(head))} ${size} ${toHex(reader.rest())}`);
      }
    }
    expect([framer.idle, framer.backlog]).toEqual([true, 0]);
    return frames;
  }

  const expected = ["10 4 4142", "90 2 ", `20 304 ${"78".repeat(300)}`, "30 3 43"];

  test("is found again, with its size, however the stream is split", () => {
    for (const times of [0, 1, 3]) {
      expect(cutHeld([stream], times)).toEqual(expected);
      expect(cutHeld(pieces(stream, 1), times)).toEqual(expected);
      for (const split of splits(stream)) expect(cutHeld(split, times)).toEqual(expected);
    }
  });
});

describe("what waits", () => {
  test("counts with its bytes, held frame and all", () => {
    const framer = new Framer(LIMIT);
    framer.push(hex("10 02 4142 10 01 43 10 09"));
    expect(framer.backlog).toBe(9);
    framer.next();
    expect(framer.backlog).toBe(5);
    framer.hold();
    expect(framer.backlog).toBe(9);
    framer.next();
    framer.next();
    expect(framer.backlog).toBe(2);
    framer.next();
    expect(framer.backlog).toBe(2);
  });

  test("counts for more than its bytes where it comes in many small chunks, and for nothing when it is gone", () => {
    const framer = new Framer(LIMIT);
    for (let i = 0; i < 200; i++) framer.push(hex("90"));
    expect(framer.backlog).toBeGreaterThan(64 * 1024);
    framer.push(hex("00"));
    for (let i = 0; i < 200; i++) framer.push(hex("00"));
    expect(() => {
      while (framer.next());
    }).not.toThrow();
    expect(framer.backlog).toBeLessThan(200);
  });
});

test("a frame that is announced but does not come takes no memory", () => {
  const maximum = 1 << 30;
  const framers = Array.from({ length: 100 }, () => new Framer(maximum));
  const before = process.memoryUsage().arrayBuffers;
  for (const framer of framers) expect(cut([hex("10 ff 00000040 09")], framer)).toEqual([]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100 * 1024);
});

test("nothing pushed is nothing found", () => {
  const framer = new Framer(LIMIT);
  expect(framer.next()).toBe(false);
  framer.push(new Uint8Array());
  expect(framer.next()).toBe(false);
});
