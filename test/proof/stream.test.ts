import { expect, test } from "bun:test";
import { Stream, u32 } from "../../scripts/tool/stream.ts";
import { bytes, frame, type Said, toHex } from "../support/wire.ts";

const said: readonly Said[] = [0, 1, 253, 254, 255, 65_534, 65_535].map((size, i) => ({
  head: i * 16,
  payload: new Uint8Array(size).fill(i + 1),
}));

/** What a stream hears of these pieces. */
function heard(pieces: Iterable<Uint8Array>): string[] {
  const frames: string[] = [];
  const stream = new Stream((data, start, payload, end) => {
    frames.push(`${data[start]} ${toHex(data.subarray(payload, end))}`);
  });
  for (const piece of pieces) stream.push(piece);
  return frames;
}

test("frames of every size form are cut out of a stream in pieces of any size", () => {
  const whole = bytes(...said.map((each) => frame(each)));
  const expected = said.map(({ head, payload }) => `${head} ${toHex(payload)}`);
  for (const size of [whole.length, 65_536, 4096, 1023]) {
    const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
      whole.slice(i * size, (i + 1) * size),
    );
    expect(heard(pieces)).toEqual(expected);
  }
});

test("headers may be cut anywhere", () => {
  const short = bytes(...said.slice(0, 5).map((each) => frame(each)));
  const expected = said.slice(0, 5).map(({ head, payload }) => `${head} ${toHex(payload)}`);
  expect(heard(Array.from(short, (byte) => Uint8Array.of(byte)))).toEqual(expected);
});

test("numbers above 2^31 stay positive", () => {
  expect(u32(Uint8Array.of(0xff, 0xff, 0xff, 0xff), 0)).toBe(0xffff_ffff);
});
