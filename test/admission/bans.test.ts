import { describe, expect, test } from "bun:test";
import { type BanInput, Bans } from "../../src/admission/bans.ts";

function bansAt(now: { value: number }, ...given: readonly BanInput[]): Bans {
  const bans = new Bans(() => now.value);
  for (const ban of given) bans.add(ban);
  return bans;
}

describe("a ban", () => {
  test("of an address keeps out that one, of a network all that are in it", () => {
    const bans = bansAt({ value: 0 }, { address: "192.0.2.7" }, { address: "2001:db8::/32", reason: "spam" });
    expect(bans.of("192.0.2.7")).toEqual({ address: "192.0.2.7", reason: "", until: undefined });
    expect(bans.of("::ffff:192.0.2.7")?.address).toBe("192.0.2.7");
    expect(bans.of("2001:db8:1::1")?.reason).toBe("spam");
    for (const address of ["192.0.2.8", "2001:db9::", "nowhere"]) expect(bans.of(address)).toBeUndefined();
  });

  test("ends at its moment, and a wider one holds on", () => {
    const now = { value: 999 };
    const until = new Date(1000);
    const bans = bansAt(now, { address: "192.0.2.7", until }, { address: "192.0.2.0/24", reason: "all" });
    expect(bans.of("192.0.2.7")).toEqual({ address: "192.0.2.7", reason: "", until });
    expect(Array.from(bans, ({ address }) => address).sort()).toEqual(["192.0.2.0/24", "192.0.2.7"]);
    now.value = 1000;
    expect(bans.of("192.0.2.7")?.reason).toBe("all");
    expect(Array.from(bans, ({ address }) => address)).toEqual(["192.0.2.0/24"]);
    expect(bans.size).toBe(2);
    bans.forgetEnded();
    expect(bans.size).toBe(1);
  });

  test("is written in its canonical form, and replaces one of the same", () => {
    const bans = bansAt({ value: 0 });
    expect(bans.add({ address: "192.0.2.7/24", reason: "a" }).address).toBe("192.0.2.0/24");
    expect(bans.add({ address: "192.0.2.0/24", reason: "b" }).address).toBe("192.0.2.0/24");
    expect(Array.from(bans, ({ reason }) => reason)).toEqual(["b"]);
  });

  test("is lifted by its own address or network, however that is written, not by one that it is in", () => {
    const bans = bansAt({ value: 0 }, { address: "2001:db8::/32" });
    expect(bans.lift("2001:db8::1")).toBe(false);
    expect(bans.lift("nowhere")).toBe(false);
    expect(bans.lift("2001:DB8:0::/32")).toBe(true);
    expect(bans.of("2001:db8::1")).toBeUndefined();
  });

  test.each([
    [{ address: "nowhere" }, '"nowhere" is no address and no network'],
    [{ address: "192.0.2.7", until: new Date(Number.NaN) }, "Invalid Date is no end of a ban"],
    [{ address: "192.0.2.7", until: new Date(Date.UTC(10_000, 0)) }, "is no end of a ban"],
  ])("that cannot be, %p, is a RangeError and changes nothing", (ban, message) => {
    const bans = bansAt({ value: 0 });
    const changes: unknown[] = [];
    bans.onChange = () => changes.push(0);
    expect(() => bans.add(ban)).toThrow(RangeError);
    expect(() => bans.add(ban)).toThrow(message);
    expect([bans.size, changes.length]).toEqual([0, 0]);
  });

  test("until the last moment of the year 9999 is one", () => {
    const until = new Date(Date.UTC(10_000, 0) - 1);
    expect(bansAt({ value: 0 }, { address: "::1", until }).of("::1")).toEqual({
      address: "::1",
      reason: "",
      until,
    });
  });

  test("that is added or lifted is told, one that ends or was not there is not", () => {
    const now = { value: 0 };
    const bans = bansAt(now);
    let changes = 0;
    bans.onChange = () => changes++;
    bans.add({ address: "192.0.2.7", until: new Date(1) });
    bans.add({ address: "192.0.2.8" });
    expect(changes).toBe(2);
    bans.lift("192.0.2.8");
    bans.lift("192.0.2.8");
    expect(changes).toBe(3);
    now.value = 1;
    bans.forgetEnded();
    expect(changes).toBe(3);
  });
});
