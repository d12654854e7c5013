import { describe, expect, test } from "bun:test";
import { paceOf } from "../../src/admission/source.ts";
import { Sources } from "../../src/admission/sources.ts";
import { parseAddress } from "../../src/settings/network.ts";

const PACE = paceOf(20, 60);

/** The nth /64 of IPv6. */
const address = (n: number) => (0x2001_0db8n << 96n) | (BigInt(n) << 64n) | 1n;

function sources() {
  const all = new Sources(PACE, []);
  const enters = (of: bigint, now: number) => {
    const source = all.of(of);
    if (source.connections++ === 0) all.arrives(source);
    source.connects(now, PACE);
    return source;
  };
  const leaves = (of: bigint, now: number) => {
    const source = all.of(of);
    if (--source.connections === 0) all.leaves(source, now);
  };
  return { all, enters, leaves };
}

describe("what is known of those who connect", () => {
  test("takes no memory for having been asked for", () => {
    const { all } = sources();
    for (let n = 0; n < 100; n++) all.of(address(n));
    expect(all.size).toBe(0);
  });

  test("is remembered when they come back at once, and forgotten when they have rested", () => {
    const { all, enters, leaves } = sources();
    const there = parseAddress("192.0.2.7") as bigint;
    for (let i = 0; i < 60; i++) {
      enters(there, 0);
      leaves(there, 0);
    }
    expect(all.of(there).mayConnect(0, PACE)).toBe(false);
    expect(all.size).toBe(1);
    enters(there, 50);
    expect(all.size).toBe(1);
    leaves(there, 10_000);
    expect(all.size).toBe(0);
    expect(all.of(there).mayConnect(10_000, PACE)).toBe(true);
  });

  test("is forgotten after a while also when nobody comes any more", () => {
    const { all, enters, leaves } = sources();
    enters(address(1), 0);
    leaves(address(1), 0);
    expect(all.size).toBe(1);
    for (let now = 0; now <= 6500; now += 500) all.forget(now);
    expect(all.size).toBe(0);
  });

  test("is bounded, however many addresses a flood comes from", () => {
    const { all, enters, leaves } = sources();
    let most = 0;
    for (let n = 0; n < 200_000; n++) {
      enters(address(n), 0);
      leaves(address(n), 0);
      most = Math.max(most, all.size);
    }
    expect(most).toBe(32_768);
  });
});
