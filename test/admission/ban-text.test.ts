import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { banText, parseBans } from "../../src/admission/ban-text.ts";
import type { Ban } from "../../src/admission/bans.ts";

const textOf = (bans: readonly Ban[]) => [...banText(bans)].join("");

const address = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.tuple(fc.ipV4(), fc.nat(32)).map((parts) => parts.join("/")),
  fc.tuple(fc.ipV6(), fc.nat(128)).map((parts) => parts.join("/")),
);
const until = fc.option(
  fc.date({
    min: new Date("0000-01-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59.999Z"),
    noInvalidDate: true,
  }),
  { nil: undefined },
);
const bans = fc.array(fc.record({ address, reason: fc.string({ unit: "binary" }), until }));

describe("bans as text", () => {
  test("are read as they were written, whatever the reason says", () => {
    fc.assert(fc.property(bans, (all) => expect(parseBans(textOf(all))).toEqual(all)));
  });

  test("are written in parts where there are many, and read as one", () => {
    const many = Array.from({ length: 1000 }, (_, i) => ({
      address: `192.0.${i >> 8}.${i & 255}`,
      reason: `number ${i}`,
      until: undefined,
    }));
    const parts = [...banText(many)];
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThan(textOf(many).length / 3);
    expect(parseBans(parts.join(""))).toEqual(many);
  });

  test("read as people write them", () => {
    const text = `
      [[ban]]
      address = "192.0.2.7"
      reason = 'says "so"' # what else
      until = 2030-12-31T23:59:59+01:00
      [[ban]]
      address = "2001:db8::/32"`;
    expect(parseBans(text)).toEqual([
      { address: "192.0.2.7", reason: 'says "so"', until: new Date("2030-12-31T22:59:59Z") },
      { address: "2001:db8::/32", reason: undefined, until: undefined },
    ]);
    expect(parseBans("# nobody yet\n")).toEqual([]);
  });

  test("are what people can read", () => {
    const ban = { address: "192.0.2.7", reason: "spam", until: new Date("2030-12-31T23:59:59Z") };
    expect(textOf([ban, { ...ban, until: undefined }]).replaceAll(/#.*\n/g, "")).toBe(`
[[ban]]
address = "192.0.2.7"
reason = "spam"
until = 2030-12-31T23:59:59Z

[[ban]]
address = "192.0.2.7"
reason = "spam"
`);
  });
});

const ADDRESS = "an address or a network, such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/64";
const UNTIL = "a date and time with its zone, such as 2030-12-31T23:59:59Z";
const entry = (text: string) => `[[ban]]\naddress = "::1"\n[[ban]]\n${text}`;

describe("a mistake is one line that says where, what and what is allowed", () => {
  test.each([
    ["[[ban]]\naddress = 192.0.2.7", "line 2: "],
    ["[[ban]\n", "line 1: "],
    ["bans = 1", 'unknown key "bans": allowed are [[ban]] entries'],
    ["ban = 5", "ban: given 5, allowed are [[ban]] entries"],
    ['[ban]\naddress = "::1"', "ban: given a table, allowed are [[ban]] entries"],
    ["ban = [5]", "entry 1: given 5, allowed is a table of address, reason, until"],
    [entry('reason = "x"'), `entry 2: no address, allowed is ${ADDRESS}`],
    [entry('address = "x"'), `entry 2: address: given "x", allowed is ${ADDRESS}`],
    [entry("address = 5"), `entry 2: address: given 5, allowed is ${ADDRESS}`],
    [entry('address = "10.0.0.0/33"'), `entry 2: address: given "10.0.0.0/33", allowed is ${ADDRESS}`],
    [entry('address = "::1"\nreason = 5'), "entry 2: reason: given 5, allowed is a text"],
    [entry('address = "::1"\nuntil = "soon"'), `entry 2: until: given "soon", allowed is ${UNTIL}`],
    [entry('address = "::1"\nuntil = 2030-12-31'), `entry 2: until: given 2030-12-31, allowed is ${UNTIL}`],
    [
      entry('address = "::1"\nuntil = 2030-12-31T10:00:00'),
      `until: given 2030-12-31T10:00:00, allowed is ${UNTIL}`,
    ],
    [entry('address = "::1"\nuntill = 5'), 'entry 2: unknown key "untill": known are address, reason, until'],
    [entry('address = "::1"\nconstructor = 5'), 'entry 2: unknown key "constructor"'],
  ])("%j", (text, message) => {
    expect(() => parseBans(text)).toThrow(RangeError);
    expect(() => parseBans(text)).toThrow(message);
  });
});
