import { expect, test } from "bun:test";
import { FLAG_GROUPS } from "../../src/cli/flags.ts";
import { helpText } from "../../src/cli/help.ts";
import { configText } from "../../src/cli/help-config.ts";
import { SETTING_KEYS } from "../../src/settings/describe.ts";
import { readSettings } from "../../src/settings/read.ts";

test("the help names every flag, with its default, in lines of a terminal's width", () => {
  const text = helpText();
  for (const flags of Object.values(FLAG_GROUPS)) {
    for (const name of Object.keys(flags)) expect(text).toContain(` --${name}`);
  }
  expect(text).toContain("-p, --port PORT             for TCP and UDP; 0 takes a free one (6121)");
  for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

test("every flag that gives a setting names one that exists", () => {
  const settings = Object.values(FLAG_GROUPS).flatMap((flags) =>
    Object.values(flags).flatMap((flag) => ("setting" in flag ? [flag.setting] : [])),
  );
  expect(SETTING_KEYS).toEqual(expect.arrayContaining(settings));
});

test("the list of settings is a config file that changes nothing", () => {
  expect(readSettings(Bun.TOML.parse(configText()))).toEqual(readSettings({}));
});
