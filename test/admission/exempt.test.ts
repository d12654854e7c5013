import { describe, expect, test } from "bun:test";
import { A, gate } from "./visitor.ts";

describe("an address", () => {
  const limits = { perAddress: 1 };

  test.each([
    ["192.0.2.7", "::ffff:192.0.2.7"],
    ["2001:db8:0:1::1", "2001:db8:0:1:ffff::"],
  ])("%s and %s are one", (one, other) => {
    const { comes, enters } = gate({ limits });
    enters(one);
    expect(comes(other)).toBe("perAddress");
  });

  test.each([
    ["192.0.2.7", "192.0.2.6"],
    ["2001:db8:0:1::1", "2001:db8:0:2::1"],
    ["2001:db8:0:1::1", "192.0.2.7"],
    ["0:1:c000:207::", "192.0.2.7"],
  ])("%s and %s are two", (one, other) => {
    const { enters } = gate({ limits });
    enters(one);
    enters(other);
  });

  test.each([
    "127.0.0.1",
    "::1",
    "10.9.9.9",
    "172.31.0.1",
    "192.168.1.1",
    "169.254.7.7",
    "fe80::1",
    "fd00::1",
  ])("%s is exempt", (address) => {
    const { enters, admission } = gate({
      limits: { perAddress: 1, pendingPerAddress: 1, connectRate: 1, connectBurst: 1 },
      bans: { strikes: 1 },
    });
    for (let i = 0; i < 100; i++) expect(admission.strike(enters(address))).toBe(false);
  });

  test.each(["172.32.0.1", "100.64.0.1", "11.0.0.1", "128.0.0.1", "fec0::1", "::2"])(
    "%s is not",
    (address) => {
      const { comes, enters } = gate({ limits });
      enters(address);
      expect(comes(address)).toBe("perAddress");
    },
  );

  test("may be exempt because limits.exempt says so, and all others are not then", () => {
    const { comes, enters } = gate({ limits: { ...limits, exempt: "192.0.2.0/24" } });
    enters(A);
    enters(A);
    enters("127.0.0.1");
    expect(comes("127.0.0.1")).toBe("perAddress");
  });
});
