import { describe, expect, test } from "bun:test";
import * as encode from "../../src/protocol/encode.ts";
import { contentOf } from "../../src/protocol/value.ts";
import { closeFrame, pongFrame, wrapBlasted, wrapSent } from "../../src/web/wrap.ts";
import { FrameCutter } from "../support/websocket-wire.ts";
import { hex, toHex } from "../support/wire.ts";

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
      const frame = encode.serverMessage(contentOf("x".repeat(size), 7));
      expect(cut(wrapSent(frame))).toEqual([[2, `1007${"78".repeat(size)}`]]);
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
    const frame = encode.serverMessage(contentOf("hi", 7));
    const first = wrapSent(frame);
    expect(wrapSent(frame)).toBe(first);
    expect(wrapBlasted(frame)).not.toBe(first);
    expect(wrapSent(encode.serverMessage(contentOf("hi", 7)))).not.toBe(first);
    expect(cut(first)).toEqual([[2, "10076869"]]);
  });
});

test("a Pong has what its Ping had", () => {
  expect(cut(pongFrame(hex("aabb")))).toEqual([[10, "aabb"]]);
});

test("a Close has its code and as much of its reason as there is room for, cut at a character", () => {
  expect(cut(closeFrame(1008, "Go away"))).toEqual([[8, "03f0476f2061776179"]]);
  expect(cut(closeFrame(1008, "é".repeat(100)))).toEqual([[8, `03f0${"c3a9".repeat(61)}`]]);
});
