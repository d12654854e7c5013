import { describe, expect, test } from "bun:test";
import { decodeClientMessage } from "../../src/protocol/decode.ts";
import { decodeServerMessage } from "../../src/protocol/decode-server.ts";
import { Framer } from "../../src/protocol/framer.ts";
import type { Reader } from "../../src/protocol/reader.ts";
import { bytes, hex } from "../support/wire.ts";
import { clientVectors } from "./client-vectors.ts";
import { malformedFromClients, malformedFromServers } from "./malformed.ts";
import { serverVectors } from "./server-vectors.ts";

const LIMIT = 1 << 20;

function decoded<Message>(data: Uint8Array, decode: (head: number, reader: Reader) => Message): Message[] {
  const framer = new Framer(LIMIT);
  const messages: Message[] = [];
  framer.push(data);
  while (framer.next()) messages.push(decode(framer.head, framer.reader));
  return messages;
}

const directions = [
  { side: "client", vectors: clientVectors, malformed: malformedFromClients, decode: decodeClientMessage },
  { side: "server", vectors: serverVectors, malformed: malformedFromServers, decode: decodeServerMessage },
];

describe.each(directions)("what a $side says", ({ vectors, malformed, decode }) => {
  for (const { title, message, frame, tolerated = [] } of vectors) {
    if (frame === undefined) continue;

    test(`${title} is understood`, () => {
      for (const form of [frame, ...tolerated])
        expect(decoded<unknown>(hex(form), decode)).toEqual([message]);
    });

    test(`${title} is understood between others`, () => {
      expect(decoded<unknown>(bytes(hex(frame), hex(frame), hex(frame)), decode)).toEqual([
        message,
        message,
        message,
      ]);
    });
  }

  test.each([...malformed])("$title is $breach", ({ frame, breach }) => {
    expect(() => decoded<unknown>(hex(frame), decode)).toThrow(
      expect.objectContaining({ name: "ProtocolError", code: breach }),
    );
  });

  test("a short frame is short, even when more bytes follow it", () => {
    for (const { frame, breach } of malformed) {
      const chunk = bytes(hex(frame), hex("00 07 02 00 4c6f626279"));
      expect(() => decoded<unknown>(chunk, decode)).toThrow(expect.objectContaining({ code: breach }));
    }
  });
});

test("bytes beyond those that a type needs are passed over", () => {
  expect(decoded(hex("00 04 03 0403 ff"), decodeClientMessage)).toEqual([
    { type: "LeaveChannel", channel: 0x0304 },
  ]);
  expect(decoded(hex("00 02 04 ff"), decodeClientMessage)).toEqual([{ type: "ChannelList" }]);
  expect(decoded(hex("90 01 ff"), decodeClientMessage)).toEqual([{ type: "Pong" }]);
});
