import { expect, test } from "bun:test";
import { ClosedLoop } from "../../src/bench/load/closed-loop.ts";
import { Scribes } from "./senders.ts";

test("a sender sends the next message when one has come to everybody, and not before", () => {
  const scribes = new Scribes({ senders: 1 }, 2);
  const pace = new ClosedLoop(scribes, 3);
  pace.start(0);
  expect(scribes.sent.map(([, number]) => number)).toEqual([1, 2, 3]);
  pace.delivered(0, 1);
  pace.turn(0);
  expect(scribes.sent).toHaveLength(3);
  pace.delivered(0, 1);
  pace.delivered(0, 2);
  pace.turn(0);
  expect(scribes.sent.slice(3)).toEqual([[0, 4]]);
});

test("a message is timed from when it was sent", () => {
  const scribes = new Scribes({ senders: 2 });
  const pace = new ClosedLoop(scribes, 1);
  scribes.time = 100;
  pace.start(100);
  pace.delivered(1, 1);
  scribes.time = 250;
  pace.turn(250);
  expect([pace.sentAt(0, 1), pace.sentAt(1, 2)]).toEqual([100, 250]);
});

test("a datagram that does not come is given up, or its sender would stop", () => {
  const scribes = new Scribes({ senders: 1, transport: "udp" });
  const pace = new ClosedLoop(scribes, 1);
  pace.start(0);
  pace.turn(99_000);
  expect(scribes.sent).toHaveLength(1);
  scribes.time = 130_000;
  pace.turn(130_000);
  expect(scribes.sent).toHaveLength(2);
  pace.delivered(0, 1); // that it comes after all does not count for the next one
  pace.delivered(0, 2);
  pace.delivered(0, 2);
  pace.turn(131_000);
  expect(scribes.sent).toHaveLength(3);
});
