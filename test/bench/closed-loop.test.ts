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

test("a datagram that does not come while those behind it do leaves as many under way", () => {
  const scribes = new Scribes({ senders: 1, transport: "udp" });
  const pace = new ClosedLoop(scribes, 2);
  pace.start(0);
  for (const number of [2, 3, 4, 5, 6]) {
    pace.delivered(0, number); // the first is lost
    pace.turn(0);
  }
  const underWay = scribes.sent.length - 5;
  expect(underWay).toBe(2 + 1); // two, and the one that was lost
});

test("by both ways in turn, blasts that do not come are given up, and sent messages are waited for", () => {
  const scribes = new Scribes({ senders: 2, transport: "both" });
  const pace = new ClosedLoop(scribes, 2);
  pace.start(0); // the first sender sends 1 and blasts 2, the other blasts 1 and sends 2
  scribes.time = 130_000;
  pace.turn(130_000);
  expect(scribes.sent.slice(4)).toEqual([
    [0, 3],
    [1, 3],
  ]);
  scribes.time = 260_000;
  pace.turn(260_000); // 3 of the first is sent, 3 of the other is blasted
  expect(scribes.sent.slice(6)).toEqual([[1, 4]]);
  scribes.time = 390_000;
  pace.turn(390_000); // all that is under way now is sent
  expect(scribes.sent).toHaveLength(7);
  pace.delivered(0, 1);
  pace.turn(390_000);
  expect(scribes.sent.slice(7)).toEqual([[0, 4]]);
});

test.each([1, 2, 3, 8])(
  "with %i under way, what is sent keeps its time however many blasts pass it",
  (window) => {
    const scribes = new Scribes({ senders: 1, transport: "both" });
    const pace = new ClosedLoop(scribes, window);
    scribes.time = 1000;
    pace.start(1000);
    scribes.time = 2000;
    // Nothing by TCP comes, and every blast does.
    for (let number = 2; number <= scribes.sent.length; number += 2) {
      pace.delivered(0, number);
      pace.turn(2000);
    }
    expect(pace.sentAt(0, 1)).toBe(1000);
    const sent = scribes.sent.filter(([, number]) => number % 2 === 1);
    expect(sent).toHaveLength(window);
  },
);
