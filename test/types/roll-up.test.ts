import { expect, test } from "bun:test";
import { FACES, rollUp } from "../../scripts/types.ts";

test.each([...FACES])(
  "$types has the public types as they are (else: bun scripts/types.ts)",
  async (face) => {
    expect(await Bun.file(face.types).text()).toBe(rollUp(face));
  },
);

test.each([...FACES])("$module: they need nothing else, and leave out what is nobody's business", (face) => {
  const code = rollUp(face).replaceAll(/\/\*.*?\*\/|\/\/.*/gs, "");
  expect(code.match(/.*(\bimport\b|\bany\b|#|\bprotected\b|\bprivate (?!constructor\(\))).*/g)).toBeNull();
});
