import { describe, expect, test } from "bun:test";
import { Strikes } from "../../src/admission/strikes.ts";

describe("strikes", () => {
  test("out is who has as many as that, and then it begins anew", () => {
    const strikes = new Strikes(3, 1000);
    const outs = Array.from({ length: 7 }, () => strikes.strike(1n, 0));
    expect(outs).toEqual([false, false, true, false, false, true, false]);
  });

  test("of one are not another's", () => {
    const strikes = new Strikes(2, 1000);
    expect([1n, 2n, 1n, 2n].map((group) => strikes.strike(group, 0))).toEqual([false, false, true, true]);
  });

  test("count for so long from the first of them on", () => {
    const strikes = new Strikes(2, 1000);
    expect([0, 999, 999, 1999, 2998].map((now) => strikes.strike(1n, now))).toEqual([
      false,
      true,
      false,
      false,
      true,
    ]);
  });

  test("count for ever with a span of 0, and never where 0 of them are asked for", () => {
    const strikes = new Strikes(2, 0);
    expect([strikes.strike(1n, 0), strikes.strike(1n, 1e12)]).toEqual([false, true]);
    const off = new Strikes(0, 1000);
    expect([off.strike(1n, 0), off.strike(1n, 0)]).toEqual([false, false]);
  });
});
