import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { NetworkMap } from "../../src/admission/network-map.ts";
import { type Address, type Network, parseAddress, parseNetwork } from "../../src/settings/network.ts";

const network = (text: string) => parseNetwork(text) as Network;
const address = (text: string) => parseAddress(text) as Address;

const TEXTS = ["0.0.0.0/0", "192.0.0.0/8", "192.0.2.0/24", "192.0.2.7", "::/0", "2001:db8::/32"];
const ASKED = ["192.0.2.7", "192.0.2.8", "192.9.9.9", "10.0.0.1", "2001:db8::1", "::1"];

describe("values by network", () => {
  test("the narrowest network that an address is in and whose value is wanted has it", () => {
    const some = fc.subarray(TEXTS);
    fc.assert(
      fc.property(fc.shuffledSubarray(TEXTS), some, some, (put, taken, unwanted) => {
        const map = new NetworkMap<string>();
        for (const text of put) map.set(network(text), text);
        for (const text of taken) expect(map.delete(network(text))).toBe(put.includes(text));
        const kept = put.filter((text) => !taken.includes(text));
        expect(new Set(map)).toEqual(new Set(kept));
        expect(map.size).toBe(kept.length);
        for (const text of ASKED) {
          const inside = kept.filter(
            (one) => !unwanted.includes(one) && address(text).startsWith(network(one)),
          );
          const [narrowest] = inside.sort((a, b) => network(b).length - network(a).length);
          expect(map.find(address(text), (value) => !unwanted.includes(value))).toBe(narrowest as string);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("a network is taken out by itself, not with those in it", () => {
    const map = new NetworkMap<string>();
    map.set(network("10.0.0.0/8"), "wide");
    map.set(network("10.0.0.1"), "narrow");
    expect(map.delete(network("10.0.0.0/9"))).toBe(false);
    expect(map.delete(network("10.0.0.0/8"))).toBe(true);
    expect(map.delete(network("10.0.0.0/8"))).toBe(false);
    expect(map.find(address("10.0.0.1"))).toBe("narrow");
    expect(map.find(address("10.0.0.2"))).toBeUndefined();
  });
});
