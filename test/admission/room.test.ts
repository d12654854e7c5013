import { describe, expect, test } from "bun:test";
import { A, B, gate } from "./visitor.ts";

describe("limits.pending", () => {
  test("above it the oldest one that was not accepted makes way, exempt or not", () => {
    const { enters } = gate({ limits: { pending: 3 } });
    const [a, b, c] = [enters("127.0.0.1"), enters(), enters()];
    b.accepted();
    const d = enters();
    expect([a.isIn, b.isIn, c.isIn, d.isIn]).toEqual([true, true, true, true]);
    enters();
    expect([a.isIn, b.isIn, c.isIn, d.isIn]).toEqual([false, true, true, true]);
    enters();
    expect([b.isIn, c.isIn, d.isIn]).toEqual([true, false, true]);
  });

  test("nobody makes way for one who is refused", () => {
    const { comes, enters } = gate({ limits: { pending: 2, perAddress: 2 } });
    const first = enters();
    enters();
    expect(comes()).toBe("perAddress");
    expect(first.isIn).toBe(true);
  });
});

test("whoever goes on as another keeps its place and is counted once", () => {
  const { comes, enters } = gate({ limits: { pending: 2, perAddress: 2, connectRate: 2, connectBurst: 2 } });
  const former = enters(A);
  const guest = former.goesOn();
  const other = enters(A);
  expect(comes(A)).toBe("perAddress");
  guest.accepted();
  other.leaves();
  guest.leaves();
  expect(comes(A)).toBe("connectRate");
});

test("whoever goes on as another makes way as the one that it is now", () => {
  const { enters } = gate({ limits: { pending: 1 } });
  const former = enters();
  const guest = former.goesOn();
  enters();
  expect([former.isIn, guest.isIn]).toEqual([true, false]);
});

test("whoever goes on as another after its Connect was accepted makes way for nobody", () => {
  const { enters } = gate({ limits: { pending: 1 } });
  const guest = enters().accepted().goesOn();
  enters();
  enters();
  expect(guest.isIn).toBe(true);
});

test("whoever made way counts no more for its address", () => {
  const { comes, enters } = gate({ limits: { pending: 1, pendingPerAddress: 1, perAddress: 2 } });
  enters(A).accepted();
  enters(A);
  expect(comes(A)).toBe("perAddress");
  const other = enters(B);
  enters(A);
  expect(other.isIn).toBe(false);
});

describe("where all places are taken", () => {
  test("the oldest one that was not accepted makes way; clients never do", () => {
    const { comes, enters } = gate({}, 3);
    const clients = [enters().accepted(), enters().accepted()];
    const pending = enters();
    const next = enters();
    expect(pending.isIn).toBe(false);
    next.accepted();
    expect(comes()).toBe("room");
    expect(clients.every(({ isIn }) => isIn)).toBe(true);
    clients[0]?.leaves();
    enters();
  });
});
