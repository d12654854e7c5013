import { describe, expect, test } from "bun:test";
import { B, gate } from "./visitor.ts";

describe("limits.perAddress", () => {
  test("so many connections from one address and no more, until one leaves", () => {
    const { comes, enters } = gate({ limits: { perAddress: 64 } });
    const visitors = Array.from({ length: 64 }, () => enters().accepted());
    expect(comes()).toBe("perAddress");
    enters(B);
    visitors[5]?.leaves();
    enters();
    expect(comes()).toBe("perAddress");
  });

  test("0 is no limit", () => {
    const { enters } = gate();
    for (let i = 0; i < 1000; i++) enters();
  });
});

test("an address is known while it has connections, and until it may have a burst again", () => {
  const { admission, enters, pass } = gate({ limits: { connectRate: 20, connectBurst: 60 } });
  const visitors = Array.from({ length: 10 }, (_, i) => enters(`198.51.100.${i}`));
  for (const visitor of visitors) visitor.leaves();
  const inside = enters(B);
  expect(admission.known).toBe(11);
  pass(3000);
  pass(3000);
  expect(admission.known).toBe(1);
  inside.leaves();
  expect(admission.known).toBe(0);
});

describe("limits.pendingPerAddress", () => {
  test("so many before their Connect is accepted, until one is accepted or leaves", () => {
    const { comes, enters } = gate({ limits: { pendingPerAddress: 16 } });
    const visitors = Array.from({ length: 16 }, () => enters());
    expect(comes()).toBe("pendingPerAddress");
    enters(B);
    visitors[3]?.accepted();
    enters();
    expect(comes()).toBe("pendingPerAddress");
    visitors[4]?.leaves();
    enters();
    expect(comes()).toBe("pendingPerAddress");
    visitors[3]?.leaves(); // it was counted no more
    expect(comes()).toBe("pendingPerAddress");
  });
});

describe("limits.connectRate", () => {
  const settings = { limits: { connectRate: 20, connectBurst: 60 } };

  test("a burst at once, then so many a second, whether they stay or leave", () => {
    const { comes, enters, pass } = gate(settings);
    for (let i = 0; i < 60; i++) enters().leaves();
    expect(comes()).toBe("connectRate");
    pass(49);
    expect(comes()).toBe("connectRate");
    pass(1);
    enters();
    expect(comes()).toBe("connectRate");
    enters(B);
    pass(1000);
    for (let i = 0; i < 20; i++) enters();
    expect(comes()).toBe("connectRate");
    pass(3000);
    for (let i = 0; i < 60; i++) enters();
    expect(comes()).toBe("connectRate");
  });

  test("those who were refused do not count", () => {
    const { comes, pass } = gate(settings);
    let admitted = 0;
    for (let second = 0; second < 10; second++) {
      for (let i = 0; i < 100; i++) {
        pass(10);
        if (typeof comes() !== "string") admitted++;
      }
    }
    expect(admitted).toBe(60 + 200 - 1);
  });

  test("a rate that is no even part of a second is reached to the last connection", () => {
    const { comes, enters, pass } = gate({ limits: { connectRate: 7, connectBurst: 7 } });
    for (let second = 0; second < 10; second++) {
      for (let i = 0; i < 7; i++) enters().leaves();
      expect(comes()).toBe("connectRate");
      pass(1000);
    }
  });

  test.each([{ connectRate: 0 }, { connectRate: 20, connectBurst: 0 }])("%p is no limit", (limits) => {
    const { enters } = gate({ limits });
    for (let i = 0; i < 1000; i++) enters();
  });
});
