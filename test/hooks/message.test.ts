import { expect, test } from "bun:test";
import { Message } from "../../src/hooks/message.ts";
import { Content } from "../../src/protocol/content.ts";

function contentOf(bytes: Uint8Array): Content {
  return Object.assign(new Content(), { bytes, start: 1, end: bytes.length - 1 });
}

test("a message's bytes are a view of those that came in, and always the same one", () => {
  const chunk = Uint8Array.of(60, 1, 2, 62);
  const message = new Message(contentOf(chunk), false);
  const { bytes } = message;
  chunk[1] = 9;
  expect(bytes).toEqual(Uint8Array.of(9, 2));
  expect(message.bytes).toBe(bytes);
});

test("a message stays the one that it was made of when the next one has been read", () => {
  const content = contentOf(Buffer.from("<first>"));
  const message = new Message(content, false);
  content.data = Buffer.from("second");
  expect(message.text).toBe("first");
});
