import { expect, test } from "bun:test";
import { Unsent } from "../../src/bench/net/unsent.ts";

test("what a write does not take waits, and goes in order when there is room again", () => {
  let room = 4;
  let sent = "";
  const unsent = new Unsent((bytes) => {
    const taken = Math.min(room, bytes.length);
    room -= taken;
    sent += Buffer.from(bytes.subarray(0, taken)).toString();
    return taken;
  });
  for (const text of ["one", "two", "three"]) unsent.send(Buffer.from(text));
  expect(sent).toBe("onet");
  room = 3;
  unsent.flush();
  expect([sent, unsent.isEmpty]).toEqual(["onetwot", false]);
  room = 9;
  unsent.flush();
  unsent.send(Buffer.from("four"));
  expect([sent, unsent.isEmpty]).toEqual(["onetwothreefour", true]);
});

test("a socket that is closed takes nothing", () => {
  let taken = -1;
  const unsent = new Unsent(() => taken);
  unsent.send(Buffer.from("one"));
  expect(unsent.isEmpty).toBe(false);
  taken = 3;
  unsent.flush();
  expect(unsent.isEmpty).toBe(true);
});
