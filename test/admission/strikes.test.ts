import { describe, expect, test } from "bun:test";
import { Strikes } from "../../src/admission/strikes.ts";
import type { Network } from "../../src/settings/network.ts";

const [ONE, TWO] = ["41", "42"] as [Network, Network];

describe("strikes", () => {
  test("out is who has as many as that, and then it begins anew", () => {
    const strikes = new Strikes(3, 1000);
    const outs = Array.from({ length: 7 }, () => strikes.strike(ONE, 0));
    expect(outs).toEqual([false, false, true, false, false, true, false]);
  });

  test("of one are not another's", () => {
    const strikes = new Strikes(2, 1000);
    expect([ONE, TWO, ONE, TWO].map((network) => strikes.strike(network, 0))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  test("count for so long from the first of them on", () => {
    const strikes = new Strikes(2, 1000);
    expect([0, 999, 999, 1999, 2998].map((now) => strikes.strike(ONE, now))).toEqual([
      false,
      true,
      false,
      false,
      true,
    ]);
  });

  test("count for ever with a span of 0, and never where 0 of them are asked for", () => {
    const strikes = new Strikes(2, 0);
    expect([strikes.strike(ONE, 0), strikes.strike(ONE, 1e12)]).toEqual([false, true]);
    const off = new Strikes(0, 1000);
    expect([off.strike(ONE, 0), off.strike(ONE, 0)]).toEqual([false, false]);
  });
});
