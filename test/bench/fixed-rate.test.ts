import { expect, test } from "bun:test";
import { FixedRate } from "../../src/bench/load/fixed-rate.ts";
import { Scribes } from "./senders.ts";

test("senders take turns at even distances, and no delay moves what comes after it", () => {
  const scribes = new Scribes({ senders: 2 });
  const pace = new FixedRate(scribes, 100); // one message each 5 ms
  pace.start(1000);
  pace.turn(1000);
  expect(scribes.sent).toEqual([[0, 1]]);
  pace.turn(5999);
  expect(scribes.sent).toHaveLength(1);
  pace.turn(18_000); // late: the messages of 6, 11 and 16 ms are due
  expect(scribes.sent.slice(1)).toEqual([
    [1, 1],
    [0, 2],
    [1, 2],
  ]);
  pace.turn(20_999);
  expect(scribes.sent).toHaveLength(4);
  pace.turn(21_000);
  expect(scribes.sent).toHaveLength(5);
});

test("a message counts as sent when it was due, however late it went out", () => {
  const scribes = new Scribes({ senders: 2 });
  const pace = new FixedRate(scribes, 100);
  pace.start(1000);
  pace.turn(500_000);
  expect([pace.sentAt(0, 1), pace.sentAt(1, 1), pace.sentAt(0, 2)]).toEqual([1000, 6000, 11_000]);
});
