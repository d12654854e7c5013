import { expect, test } from "bun:test";
import { WebLine } from "../../scripts/load/web-line.ts";
import { RawFrame, wrapSent } from "../../src/web/wrap.ts";

const ANSWER = Buffer.from("HTTP/1.1 101 Switching Protocols\r\n\r\n");
const SIZES = [1, 125, 126, 65_535, 65_536, 130_000];

test.each([1000, 4096, 1_000_000])(
  "messages of every size form are cut where they end, %d bytes at a time",
  (step) => {
    const messages = SIZES.map((size) => new Uint8Array(size).fill(size % 251).fill(0x20, 0, 1));
    const frames = messages.map((message) => {
      const { bytes, start, end } = wrapSent(new RawFrame(message, 0x20));
      return bytes.slice(start, end);
    });
    const sent = Buffer.concat([ANSWER, ...frames]);
    const line = new WebLine();
    const heard: Uint8Array[] = [];
    for (let at = 0; at < sent.length; at += step)
      heard.push(...line.push(sent.subarray(at, at + step)).map((message) => Uint8Array.from(message)));
    expect(heard.map(({ length }) => length)).toEqual(SIZES);
    expect(heard.every((message, i) => Buffer.compare(message, messages[i] as Uint8Array) === 0)).toBe(true);
  },
);
