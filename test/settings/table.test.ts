import { expect, test } from "bun:test";
import { README, withSettingsTable } from "../../scripts/settings-table.ts";

test("the README's table has the settings as they are (else: bun scripts/settings-table.ts)", async () => {
  const text = await Bun.file(README).text();
  expect(text).toBe(withSettingsTable(text));
});
