import { expect, test } from "bun:test";
import { decodeClientMessage } from "../../src/protocol/decode.ts";
import { decodeServerMessage } from "../../src/protocol/decode-server.ts";
import { ProtocolError } from "../../src/protocol/error.ts";
import { Framer } from "../../src/protocol/framer.ts";
import type { Reader } from "../../src/protocol/reader.ts";
import { type Dice, withSeed } from "../support/dice.ts";
import { hex } from "../support/wire.ts";
import { clientVectors } from "./client-vectors.ts";
import { malformedFromClients, malformedFromServers } from "./malformed.ts";
import { serverVectors } from "./server-vectors.ts";

const FRAMES = 200_000;
const LIMIT = 4096;

/** A frame of the corpus, one in three spoilt: a byte changed, some cut out, some put in, or random throughout. */
function spoilt(dice: Dice, corpus: readonly Uint8Array[]): Uint8Array {
  const frame = dice.pick(corpus);
  const at = dice.throw(frame.length);
  switch (dice.throw(12)) {
    case 0:
      return Buffer.concat([frame.subarray(0, at), frame.subarray(at + 1 + dice.throw(4))]);
    case 1:
      return Buffer.concat([frame.subarray(0, at), dice.bytes(1 + dice.throw(4)), frame.subarray(at)]);
    case 2:
      return dice.bytes(1 + dice.throw(40));
    case 3:
      return frame.with(at, dice.throw(256));
    default:
      return frame;
  }
}

type Decode = (head: number, reader: Reader) => object;

/** One connection, up to its end; tells how many frames came out of it. Anything thrown but a ProtocolError is passed on. */
function converse(dice: Dice, decode: Decode, corpus: readonly Uint8Array[]): number {
  const stream = Buffer.concat(Array.from({ length: 1 + dice.throw(12) }, () => spoilt(dice, corpus)));
  const framer = new Framer(LIMIT);
  let frames = 0;
  try {
    for (let at = 0; at < stream.length; ) {
      const length = 1 + dice.throw(dice.pick([1, 8, 64, 600]));
      framer.push(Uint8Array.from(stream.subarray(at, at + length)));
      at += length;
      while (framer.next()) {
        frames++;
        expectMessage(framer, decode);
      }
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
  }
  return frames;
}

function expectMessage(framer: Framer, decode: Decode): void {
  const size = framer.reader.remaining;
  if (size > LIMIT) throw new Error(`a frame of ${size} bytes passed the maximum of ${LIMIT}`);
  const message = decode(framer.head, framer.reader);
  for (const value of Object.values(message)) {
    if (value === undefined || Number.isNaN(value)) throw new Error(`${JSON.stringify(message)} has a hole`);
    if (value instanceof Uint8Array && value.length > size)
      throw new Error("a view reaches out of its frame");
  }
}

const corpora = [
  { side: "clients", decode: decodeClientMessage, vectors: clientVectors, malformed: malformedFromClients },
  { side: "servers", decode: decodeServerMessage, vectors: serverVectors, malformed: malformedFromServers },
];

test.each(corpora)(
  `${FRAMES} frames of $side end as a message, as "more bytes" or as a ProtocolError`,
  ({ decode, vectors, malformed }) => {
    const frames = [...vectors, ...malformed].flatMap(({ frame }) =>
      frame === undefined || frame.length > 2000 ? [] : [hex(frame)],
    );
    return withSeed((dice) => {
      let taken = 0;
      while (taken < FRAMES) taken += converse(dice, decode, frames);
      expect(taken).toBeGreaterThanOrEqual(FRAMES);
    });
  },
  30_000,
);
