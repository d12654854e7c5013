import { describe, expect, test } from "bun:test";
import { paceOf } from "../../src/admission/source.ts";
import { Sources } from "../../src/admission/sources.ts";
import type { Network } from "../../src/settings/network.ts";

const PACE = paceOf(20, 60);

const network = (n: number) => `6${n}` as Network;

function sources() {
  const all = new Sources(PACE);
  const enters = (of: Network, now: number) => {
    const source = all.of(of);
    if (source.connections++ === 0) all.arrives(source);
    source.connects(now, PACE);
    return source;
  };
  const leaves = (of: Network, now: number) => {
    const source = all.of(of);
    if (--source.connections === 0) all.leaves(source, now);
  };
  return { all, enters, leaves };
}

describe("what is known of those who connect", () => {
  test("takes no memory for having been asked for", () => {
    const { all } = sources();
    for (let n = 0; n < 100; n++) all.of(network(n));
    expect(all.size).toBe(0);
  });

  test("is remembered when they come back at once, and forgotten when they have rested", () => {
    const { all, enters, leaves } = sources();
    const there = network(7);
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
    enters(network(1), 0);
    leaves(network(1), 0);
    expect(all.size).toBe(1);
    for (let now = 0; now <= 6500; now += 500) all.forget(now);
    expect(all.size).toBe(0);
  });

  test("is bounded, however many addresses a flood comes from", () => {
    const { all, enters, leaves } = sources();
    let most = 0;
    for (let n = 0; n < 200_000; n++) {
      enters(network(n), 0);
      leaves(network(n), 0);
      most = Math.max(most, all.size);
    }
    expect(most).toBe(32_768);
  });
});
