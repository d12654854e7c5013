import { expect, test } from "bun:test";
import { parseAllowList } from "../../src/settings/allow-list.ts";

test("an empty allow-list lets anything pass", () => {
  expect(parseAllowList(" ")).toBeUndefined();
});

test("an allow-list of categories and code points lets only them pass", () => {
  const allowed = parseAllowList("L*, Nd, 32");
  expect(allowed?.test("Zoë 42")).toBe(true);
  expect(allowed?.test("Zoë!")).toBe(false);
  expect(allowed?.test("a\tb")).toBe(false);
});

test("a code point above 0xFFFF is one character", () => {
  expect(parseAllowList("128512")?.test("😀😀")).toBe(true);
});

test.each(["Q*", "L*,,N*", "letters", "-1", "1114112", "Xx"])("%p is no allow-list", (list) => {
  expect(parseAllowList(list)).toBeNull();
});
