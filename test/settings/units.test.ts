import { expect, test } from "bun:test";
import { byteCount, milliseconds } from "../../src/settings/units.ts";

test.each([
  [2, 2000],
  [0.5, 500],
  [0, 0],
  ["500ms", 500],
  ["8s", 8000],
  ["1.5 m", 90_000],
  ["1h", 3_600_000],
])("the duration %p is %p milliseconds", (given, expected) => {
  expect(milliseconds(given)).toBe(expected);
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, "", "8", "s", "-8s", "8 days", "25d", "600h"])(
  "%p is no duration",
  (given) => {
    expect(milliseconds(given)).toBeNaN();
  },
);

test.each([
  [512, 512],
  ["512B", 512],
  ["64KiB", 65_536],
  ["1mib", 1_048_576],
  ["0.5 GiB", 536_870_912],
])("the size %p is %p bytes", (given, expected) => {
  expect(byteCount(given)).toBe(expected);
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY, "", "64", "64KB", "-1KiB"])("%p is no size", (given) => {
  expect(byteCount(given)).toBeNaN();
});
