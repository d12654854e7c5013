import { expect, test } from "bun:test";
import { rollUp, TYPES } from "../../scripts/types.ts";

test("types/greenwing.d.ts has the public types as they are (else: bun scripts/types.ts)", async () => {
  expect(await Bun.file(TYPES).text()).toBe(rollUp());
});

test("they need nothing else, and leave out what is nobody's business", () => {
  const code = rollUp().replaceAll(/\/\*.*?\*\/|\/\/.*/gs, "");
  expect(code.match(/.*(\bimport\b|\bany\b|#|\bprotected\b|\bprivate (?!constructor\(\))).*/g)).toBeNull();
});
