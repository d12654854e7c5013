import { expect, test } from "bun:test";
import { DATAGRAM_HEADER, datagramId } from "../../src/protocol/datagram.ts";
import { decodeClientMessage } from "../../src/protocol/decode.ts";
import { decodeServerMessage } from "../../src/protocol/decode-server.ts";
import { Reader } from "../../src/protocol/reader.ts";
import { hex } from "../support/wire.ts";
import { clientVectors } from "./client-vectors.ts";
import { serverVectors } from "./server-vectors.ts";
import { DATAGRAM_ID } from "./vectors.ts";

function aimed(data: Uint8Array, header: number): Reader {
  const reader = new Reader();
  reader.load(data);
  reader.aim(header, data.length);
  return reader;
}

test.each(clientVectors.filter((vector) => vector.datagram !== undefined))(
  "a client's datagram: $title",
  ({ message, datagram = "" }) => {
    const data = hex(datagram);
    expect(datagramId(data)).toBe(DATAGRAM_ID);
    expect(decodeClientMessage(data[0] ?? 0xff, aimed(data, DATAGRAM_HEADER))).toEqual(message);
  },
);

test.each(serverVectors.filter((vector) => vector.datagram !== undefined))(
  "the server's datagram: $title",
  ({ message, datagram = "" }) => {
    const data = hex(datagram);
    expect(decodeServerMessage(data[0] ?? 0xff, aimed(data, 1))).toEqual(message);
  },
);

test("a datagram too short for an id is from nobody", () => {
  for (const short of ["", "70", "70 01"]) expect(datagramId(hex(short))).toBe(0xffff);
});

test("a datagram too short for its type is", () => {
  for (const short of [
    "10 0201",
    "20 0201 09 04",
    "30 0201 09 0403 06",
    "40 0201",
    "50 0201 09",
    "60 0201 09 0403",
  ]) {
    const data = hex(short);
    const decode = () => decodeClientMessage(data[0] ?? 0xff, aimed(data, DATAGRAM_HEADER));
    expect(decode).toThrow(expect.objectContaining({ code: "too short" }));
  }
});
