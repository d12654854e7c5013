import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { NetworkMap } from "../../src/admission/network-map.ts";
import { type Address, type Network, parseAddress, parseNetwork } from "../../src/settings/network.ts";

const network = (text: string) => parseNetwork(text) as Network;
const address = (text: string) => parseAddress(text) as Address;

describe("values by network", () => {
  test("the narrowest network that an address is in and whose value is wanted has it", () => {
    const texts = ["0.0.0.0/0", "192.0.0.0/8", "192.0.2.0/24", "192.0.2.7", "::/0", "2001:db8::/32"];
    const asked = ["192.0.2.7", "192.0.2.8", "192.9.9.9", "10.0.0.1", "2001:db8::1", "::1"];
    fc.assert(
      fc.property(fc.shuffledSubarray(texts), fc.subarray(texts), (kept, unwanted) => {
        const map = new NetworkMap<string>();
        for (const text of kept) map.set(network(text), text);
        expect(map.size).toBe(kept.length);
        expect(new Set(map)).toEqual(new Set(kept));
        for (const text of asked) {
          const inside = kept.filter(
            (one) => !unwanted.includes(one) && address(text).startsWith(network(one)),
          );
          const [narrowest] = inside.sort((a, b) => network(b).length - network(a).length);
          expect(map.find(address(text), (value) => !unwanted.includes(value))).toBe(narrowest as string);
        }
      }),
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
