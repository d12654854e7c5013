import { describe, expect, test } from "bun:test";
import { BlockList } from "node:net";
import fc from "fast-check";
import {
  type Address,
  isIPv4,
  lengthOf,
  type Network,
  networkOf,
  networkText,
  parseAddress,
  parseNetwork,
  parseNetworks,
} from "../../src/settings/network.ts";

const ipv4 = fc.ipV4();
const ipv6 = fc.ipV6();

describe("an address", () => {
  test.each([
    ["192.0.2.7", "192.0.2.7"],
    ["0.0.0.0", "0.0.0.0"],
    ["255.255.255.255", "255.255.255.255"],
    ["::", "::"],
    ["::1", "::1"],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["2001:db8::", "2001:db8::"],
    ["1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["64:ff9b::192.0.2.7", "64:ff9b::c000:207"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["::ffff:c000:207", "192.0.2.7"],
  ])("%s is %s", (text, canonical) => {
    const address = parseAddress(text) as Address;
    expect(networkText(address)).toBe(canonical);
  });

  test.each([
    ..."|1|1.2.3|1.2.3.4.5|1.2.3.256|01.2.3.4|1.2.3.-4|1.2.3.4 |0x7f.0.0.1|localhost|1.2.3.4/32".split("|"),
    ...":|:::|1::2::3|1:2:3:4:5:6:7|1:2:3:4:5:6:7:8:9|1:2:3:4:5:6:7:8::|::1:2:3:4:5:6:7:8|12345::".split("|"),
    ...":1|1:|::g|1.2.3.4::|::1.2.3.4:5|::1.2.3|fe80::1%eth0|[::1]".split("|"),
  ])("%p is none", (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  test("has one number, however it is written", () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), (text) => {
        const address = parseAddress(text) as Address;
        const canonical = networkText(address);
        expect(parseAddress(canonical)).toBe(address);
      }),
    );
  });
});

describe("a network", () => {
  test.each([
    ["10.0.0.0/8", "10.0.0.0/8"],
    [" 10.1.2.3/8 ", "10.0.0.0/8"],
    ["192.0.2.7", "192.0.2.7"],
    ["192.0.2.7/32", "192.0.2.7"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["::/0", "::/0"],
    ["fe80::1/10", "fe80::/10"],
    ["2001:db8::7/128", "2001:db8::7"],
    ["::ffff:192.0.2.7/120", "192.0.2.0/24"],
    ["::ffff:0.0.0.0/96", "0.0.0.0/0"],
  ])("%s is %s", (text, canonical) => {
    const network = parseNetwork(text);
    expect(network && networkText(network)).toBe(canonical);
  });

  test.each([
    "",
    "/8",
    "10.0.0.0/",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/8/8",
    "10.0.0.0/a",
    "10/8",
    "::/129",
  ])("%p is none", (text) => {
    expect(parseNetwork(text)).toBeUndefined();
  });

  test("an IPv4-mapped one is IPv4 as a whole or not at all", () => {
    expect(parseNetwork("::ffff:0.0.0.0/95")).toBeUndefined();
  });

  test("has the addresses that the system's list has, and no IPv4 address is in one of IPv6", () => {
    const ranges = fc.oneof(
      fc.tuple(ipv4, fc.constant("ipv4" as const), fc.integer({ min: 0, max: 32 })),
      fc.tuple(ipv6, fc.constant("ipv6" as const), fc.integer({ min: 0, max: 128 })),
    );
    // Near each other, or no network but the widest would have any of them.
    const near = fc.tuple(ranges, fc.integer({ min: 0, max: 127 }), fc.boolean());
    fc.assert(
      fc.property(near, ([[text, family, length], flipped, isFlipped]) => {
        const start = parseAddress(text) as Address;
        const bit = 1 + (flipped % lengthOf(start));
        const flip = start[bit] === "0" ? "1" : "0";
        const other = (isFlipped ? start.slice(0, bit) + flip + start.slice(bit + 1) : start) as Address;
        fc.pre(isIPv4(start) === (family === "ipv4"));
        const list = new BlockList();
        list.addSubnet(text, length, family);
        const network = parseNetwork(`${text}/${length}`) as Network;
        expect(networkOf(other, length) === network).toBe(list.check(networkText(other), family));
      }),
      { numRuns: 1000 },
    );
    expect(networkOf(parseAddress("192.0.2.7") as Address, 0)).not.toBe(parseNetwork("::/0") as Network);
  });
});

describe("a list of networks", () => {
  test("may be empty, and may have spaces", () => {
    expect(parseNetworks(" ")).toEqual([]);
    expect(parseNetworks("10.0.0.0/8, ::1")?.map(networkText)).toEqual(["10.0.0.0/8", "::1"]);
  });
});
