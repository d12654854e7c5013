import { expect, test } from "bun:test";
import { SETTING_KEYS, SETTINGS } from "../../src/settings/describe.ts";
import { readSettings } from "../../src/settings/read.ts";

test("the list has every setting, and every one with its meaning and what is allowed", () => {
  const groups = Object.entries(readSettings({})).flatMap(([group, settings]) =>
    typeof settings === "object" ? Object.keys(settings).map((name) => `${group}.${name}`) : group,
  );
  expect(SETTING_KEYS.toSorted()).toEqual(groups.toSorted());
  for (const { meaning, allowed } of SETTINGS) {
    expect(meaning).not.toBe("");
    expect(allowed).not.toBe("");
  }
});

test("a setting is described as users write it", () => {
  expect(SETTINGS.find(({ key }) => key === "ping.interval")).toEqual({
    key: "ping.interval",
    default: "8s",
    allowed: "seconds, or a text such as 500ms, 8s or 2m",
    meaning: "ping a client that sent nothing for so long; 0: never",
  });
});
