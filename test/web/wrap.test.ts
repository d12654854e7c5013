import { describe, expect, test } from "bun:test";
import * as encode from "../../src/protocol/encode.ts";
import { contentOf } from "../../src/protocol/value.ts";
import { closeFrame, pongFrame, wrapAll, wrapBlasted, wrapSent } from "../../src/web/wrap.ts";
import { FrameCutter } from "../support/websocket-wire.ts";
import { bytes, frame, hex, say, toHex } from "../support/wire.ts";

const cut = ({ bytes, start, end }: { bytes: Uint8Array; start: number; end: number }) =>
  new FrameCutter().push(bytes.slice(start, end)).map(({ opcode, payload }) => [opcode, toHex(payload)]);

describe("a relay message in a WebSocket frame", () => {
  test("has a head and a payload, and no size: section 7", () => {
    expect(cut(wrapSent(encode.ping()))).toEqual([[2, "b0"]]);
    expect(cut(wrapSent(encode.peerLeft(1, 2)))).toEqual([[2, "9001000200"]]);
  });

  test.each([120, 123, 124, 125, 65_532, 65_533, 65_534, 200_000])(
    "of %d bytes of data is in the shortest form",
    (size) => {
      const encoded = encode.serverMessage(contentOf("x".repeat(size), 7));
      expect(cut(wrapSent(encoded))).toEqual([[2, `1007${"78".repeat(size)}`]]);
    },
  );

  test("blasted, its variant has bit 3", () => {
    expect(cut(wrapBlasted(encode.serverMessage(contentOf("hi", 7))))).toEqual([[2, "18076869"]]);
  });

  test("sent, it has not, whatever a TCP client said: it would be taken for a blast", () => {
    expect(cut(wrapSent(encode.serverMessage(contentOf("hi", 7, { variant: 9 }))))).toEqual([
      [2, "11076869"],
    ]);
  });

  test("is wrapped once for all who get it, and again for the next one", () => {
    const encoded = encode.serverMessage(contentOf("hi", 7));
    const first = wrapSent(encoded);
    expect(wrapSent(encoded)).toBe(first);
    expect(wrapBlasted(encoded)).not.toBe(first);
    expect(wrapSent(encode.serverMessage(contentOf("hi", 7)))).not.toBe(first);
    expect(cut(first)).toEqual([[2, "10076869"]]);
  });
});

describe("messages that are sent one after the other", () => {
  test.each([0, 1, 117, 123, 124, 125, 245, 252, 253, 65_533, 65_534, 65_535])(
    "of %d bytes each are in a frame each",
    (size) => {
      const said = [
        say.toServer("x".repeat(size)),
        say.pong(),
        say.toServer("y".repeat(size), { variant: 10 }),
      ];
      const relayed = bytes(...said.map((each) => frame(each)), hex("ffff"));
      const { bytes: wrapped, end } = wrapAll({ bytes: relayed, end: relayed.length - 2 });
      expect(cut({ bytes: wrapped, start: 0, end })).toEqual([
        [2, `1000${"78".repeat(size)}`],
        [2, "90"],
        [2, `1200${"79".repeat(size)}`],
      ]);
    },
  );
});

test("a Pong has what its Ping had", () => {
  expect(cut(pongFrame(hex("aabb")))).toEqual([[10, "aabb"]]);
});

test("a Close has its code and as much of its reason as there is room for, cut at a character", () => {
  expect(cut(closeFrame(1008, "Go away"))).toEqual([[8, "03f0476f2061776179"]]);
  expect(cut(closeFrame(1008, "é".repeat(100)))).toEqual([[8, `03f0${"c3a9".repeat(61)}`]]);
});
