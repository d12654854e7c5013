import { expect, test } from "bun:test";
import { EXEMPT, Places } from "../../src/admission/places.ts";
import { networkText, parseNetwork } from "../../src/settings/network.ts";

const places = () => new Places([parseNetwork("10.0.0.0/8") as never]);

test("a place has its address, and the network that counts as one", () => {
  const shown = ["192.0.2.7", "::ffff:192.0.2.7", "2001:db8::7"].map((text) => {
    const { address, network } = places().of(text);
    return [networkText(address), networkText(network)];
  });
  expect(shown).toEqual([
    ["192.0.2.7", "192.0.2.7"],
    ["192.0.2.7", "192.0.2.7"],
    ["2001:db8::7", "2001:db8::/64"],
  ]);
});

test("those who are exempt have one for all of them", () => {
  const { address, network } = places().of("10.1.2.3");
  expect([networkText(address), network]).toEqual(["10.1.2.3", EXEMPT]);
});

test("what is no address is one and the same place", () => {
  const all = places();
  expect(all.of("nowhere").network).toBe(all.of("elsewhere").network);
});

test("a place is read once, and again when many others were asked for: there is an end to what is kept", () => {
  const all = places();
  const first = all.of("192.0.2.7");
  expect(all.of("192.0.2.7")).toBe(first);
  for (let n = 0; n < 5000; n++) all.of(`11.0.${n >> 8}.${n & 255}`);
  const again = all.of("192.0.2.7");
  expect(again).toEqual(first);
  expect(again).not.toBe(first);
});
