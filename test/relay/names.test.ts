import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { Denial } from "../../src/relay/denial.ts";
import { type Name, type NamePolicy, readName, sameBytes, simplify } from "../../src/relay/names.ts";
import { readSettings } from "../../src/settings/read.ts";

const policy: NamePolicy = { strictUtf8: false, allowed: undefined, complaint: "Invalid name" };
const utf8 = (text: string) => new TextEncoder().encode(text);
const read = (text: string | Uint8Array, given: NamePolicy = policy) =>
  readName(typeof text === "string" ? utf8(text) : text, given);

describe("the simplified form of section 8", () => {
  for (const [what, name, form] of [
    ["plain text in lower case", "Alice", "alice"],
    ["punctuation and digits stay", "[xX]_Al-1ce!", "[xx]_al-1ce!"],
    ["marks are dropped: precomposed", "Café", "cafe"],
    ["marks are dropped: combining", "Cafe\u0301", "cafe"],
    ["marks are dropped: several", "Z\u0351\u036ba\u0334lgo", "zalgo"],
    ["full-width letters", "Ａｌｉｃｅ", "alice"],
    ["ligatures and circled digits", "ﬁnal ①", "final 1"],
    ["a fraction", "½", "1⁄2"],
    ["the Kelvin and Ångström signs", "\u212a\u212b", "ka"],
    ["ß stays, and the capital one becomes it", "Straẞe", "straße"],
    ["the Turkish dotted capital I", "İstanbul", "istanbul"],
    ["the Turkish dotless small i is a letter of its own", "ı", "ı"],
    ["Greek, with its final sigma", "ΣΊΣΥΦΟΣ", "σισυφος"],
    ["Cyrillic й without its mark", "Й", "и"],
    ["Hangul is composed", "\u1112\u1161\u11ab", "한"],
    ["half-width kana", "ｶﾞ", "カ"],
    ["a zero-width space, joiner and non-joiner", "a\u200bl\u200di\u200cce", "alice"],
    ["a byte order mark and a soft hyphen", "\ufeffal\u00adice", "alice"],
    ["direction marks", "\u202ealice\u202c\u2066\u200f", "alice"],
    ["control characters", "a\u0000l\u0007ice\u007f\u0085", "alice"],
    ["white space around", "  \u3000alice\u00a0 ", "alice"],
    ["white space within: a run is one space", "a \u00a0\u2003\u3000b", "a b"],
    ["white space that shows when a mark goes", "a \u0301 b", "a b"],
    ["emoji, their variants and skin tones", "☕\ufe0f", "☕"],
    ["nothing visible", "\u200b\u0301\u00ad", ""],
    ["nothing at all", "", ""],
  ] as const) {
    test(`${what}: ${JSON.stringify(name)}`, () => {
      expect(simplify(name)).toBe(form);
    });
  }

  const pieces = fc.constantFrom(..."aAbÉİıßΣςσ가", "\u0301", "\u200d", "\u00ad", " ", "\u3000", "ﬁ", "Ａ");
  const names = fc.oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.string({ unit: pieces, maxLength: 12 }),
  );

  // Letters that a dropped format character had kept from composing (Hangul jamo) are the one exception: the protocol
  // composes first.
  test("is a form of itself: simplify is idempotent", () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(simplify(simplify(name))).toBe(simplify(name));
      }),
      { numRuns: 1000 },
    );
  });

  test("has no mark, control or format character, no upper case, and no white space but single spaces within", () => {
    fc.assert(
      fc.property(names, (name) => {
        const form = simplify(name);
        expect(form).not.toMatch(/[\p{M}\p{Cc}\p{Cf}]/u);
        expect(form).not.toMatch(/^\s|\s$|\s\s|[^\S ]/u);
        expect(form.toLowerCase()).toBe(form);
      }),
      { numRuns: 1000 },
    );
  });

  test("does not change with what is invisible, white space around, or normal forms", () => {
    fc.assert(
      fc.property(
        names,
        fc.constantFrom("\u200b", "\ufeff", "\u00ad", "\u2060"),
        fc.nat(),
        (name, invisible, at) => {
          const characters = [...name];
          const cut = at % (characters.length + 1);
          const hidden = [...characters.slice(0, cut), invisible, ...characters.slice(cut)].join("");
          for (const other of [
            hidden,
            ` ${name}\u3000`,
            name.normalize("NFD"),
            name.normalize("NFC"),
            name.normalize("NFKC"),
          ])
            expect(simplify(other)).toBe(simplify(name));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test("is the same for names that take the short way (plain ASCII) and the long one", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii", maxLength: 20 }), (name) => {
        expect(simplify(`${name}\u200b`)).toBe(simplify(name));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a name", () => {
  test("keeps exactly the bytes that were accepted, in a copy", () => {
    const bytes = utf8("  Zoë ");
    const name = read(bytes);
    expect(name).toMatchObject({ text: "  Zoë ", simplified: "zoe" });
    expect((name as Name).bytes).toEqual(utf8("  Zoë "));
    bytes.fill(0);
    expect(name).toMatchObject({ bytes: utf8("  Zoë ") });
  });

  test("that is not UTF-8 is read as Windows-1252, and its bytes are kept", () => {
    const bytes = Uint8Array.of(0x5a, 0x6f, 0xeb, 0x20, 0x80, 0x99);
    const name = read(bytes);
    expect(name).toMatchObject({ text: "Zoë €™", simplified: "zoe €tm" });
    expect((name as Name).bytes).toEqual(bytes);
  });

  test("that is not UTF-8 is refused by names.strictUtf8", () => {
    const strict = { ...policy, strictUtf8: true };
    expect(read(Uint8Array.of(0x5a, 0x6f, 0xeb), strict)).toEqual(
      new Denial("Invalid name: it is not valid UTF-8"),
    );
    expect(read("Zoë", strict)).toMatchObject({ simplified: "zoe" });
  });

  test("of 255 bytes is allowed, of 256 it is not, whatever its characters are", () => {
    for (const [fits, not] of [
      ["a".repeat(255), "a".repeat(256)],
      ["é".repeat(127), "é".repeat(128)],
      ["€".repeat(85), `${"€".repeat(85)}a`],
    ] as const) {
      expect(read(fits)).not.toBeInstanceOf(Denial);
      expect(read(not)).toEqual(new Denial("Invalid name: it is longer than 255 bytes"));
    }
  });

  for (const [what, name, cause] of [
    ["empty", "", /empty/],
    ["white space only", " \u3000\u00a0", /empty/],
    ["with NUL", "Al\u0000ice", /control/],
    ["with a line break", "Alice\n", /control/],
    ["with DEL", "Alice\u007f", /control/],
    ["with a C1 control character", "Al\u0085ice", /control/],
    ["with nothing visible", "\u200b\u200d", /visible/],
    ["with marks alone", "\u0301\u0301", /visible/],
  ] as const) {
    test(`${what} is invalid, and the cause is told`, () => {
      const denial = read(name);
      expect(denial).toBeInstanceOf(Denial);
      expect((denial as Denial).reason).toMatch(/^Invalid name: /);
      expect((denial as Denial).reason).toMatch(cause);
    });
  }

  test("with characters outside the allow-list is refused, with the list's complaint", () => {
    const { allow } = readSettings({ allow: { channelNames: "L*,N*,32" } });
    const channels = { strictUtf8: false, allowed: allow.channelNames, complaint: "Invalid channel name" };
    expect(read("Café 1", channels)).not.toBeInstanceOf(Denial);
    for (const name of ["Café!", "a\tb", "☕"]) {
      expect((read(name, channels) as Denial).reason).toMatch(/^Invalid channel name: /);
      // The same answer each time: a list keeps no state.
      expect(read(name, channels)).toEqual(read(name, channels));
    }
  });

  test("of any bytes is a name or a denial, never a failure; a valid one has a form", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const name = readName(bytes, policy);
        if (name instanceof Denial) return expect(name.reason).toMatch(/^Invalid name: it /);
        expect(name.bytes).toEqual(bytes);
        expect(name.bytes.length).toBeLessThanOrEqual(255);
        return expect(name.simplified).not.toBe("");
      }),
      { numRuns: 1000 },
    );
  });
});

test("names are the same byte for byte, or they are not", () => {
  expect(sameBytes(utf8("Zoë"), utf8("Zoë"))).toBe(true);
  expect(sameBytes(utf8("Zoë"), utf8("Zoe"))).toBe(false);
  expect(sameBytes(utf8("Zo"), utf8("Zoe"))).toBe(false);
  expect(sameBytes(utf8(""), utf8(""))).toBe(true);
});
