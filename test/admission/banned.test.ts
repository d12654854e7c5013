import { describe, expect, test } from "bun:test";
import { A, B, gate } from "./visitor.ts";

describe("a ban", () => {
  test("keeps out whoever it is of, the exempt too, until it is lifted", () => {
    const { bans, comes, enters } = gate();
    bans.add({ address: "127.0.0.0/8" });
    bans.add({ address: "192.0.2.7" });
    expect([comes("127.0.0.1"), comes("::ffff:192.0.2.7")]).toEqual(["ban", "ban"]);
    enters(B);
    bans.lift("192.0.2.7");
    enters(A);
  });

  test("comes of strikes, holds for the /64 or the address, and ends", () => {
    const bans = { strikes: 2, strikesWithin: "10m", duration: "1h" };
    const { admission, comes, enters, pass } = gate({ bans });
    const guest = enters("2001:db8::1");
    expect([admission.strike(guest), admission.strike(guest)]).toEqual([false, true]);
    const until = new Date(1_000_000 + 3_600_000);
    expect(admission.ban(guest)).toEqual({
      address: "2001:db8::/64",
      reason: "broke the protocol 2 times",
      until,
    });
    expect(admission.ban(enters())?.address).toBe(A);
    expect([comes("2001:db8::2"), comes(A)]).toEqual(["ban", "ban"]);
    pass(3_600_000);
    enters("2001:db8::2");
  });

  test("for strikes is for good with bans.duration = 0", () => {
    const { admission, enters } = gate({ bans: { strikes: 1, duration: 0 } });
    const ban = admission.ban(enters());
    expect(ban).toEqual({ address: A, reason: "broke the protocol once", until: undefined });
  });

  test("for strikes is not added to 65,536 others, until some have ended", () => {
    const { admission, bans, enters, pass } = gate({ bans: { strikes: 1 } });
    const guest = enters();
    for (let i = 0; i < 65_536; i++)
      bans.add({ address: `10.0.${i >> 8}.${i & 255}`, until: new Date(1_060_000) });
    expect(admission.ban(guest)).toBeUndefined();
    pass(60_000);
    expect(admission.ban(guest)?.address).toBe(A);
    expect(bans.size).toBe(1);
  });
});
