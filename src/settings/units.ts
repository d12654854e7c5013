import * as v from "valibot";

const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/;
const DURATION_UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const SIZE = /^(\d+(?:\.\d+)?)\s*(B|KiB|MiB|GiB)$/i;
const SIZE_UNITS: Record<string, number> = { b: 1, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3 };

/** The longest delay that timers can keep: about 24 days. */
const LONGEST = 2 ** 31 - 1;

/** A time span as users write it: seconds as a number, or text with a unit: `"500ms"`, `"8s"`, `"2m"`, `"1h"`. */
export type Duration = number | string;

/** A size as users write it: bytes as a number, or text with a unit: `"64KiB"`, `"1MiB"`. */
export type ByteSize = number | string;

function scaled(text: string, pattern: RegExp, units: Record<string, number>): number {
  const [, amount, unit] = pattern.exec(text.trim()) ?? [];
  return Number(amount) * (units[unit?.toLowerCase() ?? ""] ?? Number.NaN);
}

/** Milliseconds of a {@link Duration}; NaN where it is none. */
export function milliseconds(value: Duration): number {
  const ms = typeof value === "number" ? value * 1000 : scaled(value, DURATION, DURATION_UNITS);
  return ms >= 0 && ms <= LONGEST ? Math.round(ms) : Number.NaN;
}

/** Milliseconds of a {@link Duration}; throws a RangeError where it is none. */
export function span(value: Duration): number {
  const ms = milliseconds(value);
  if (Number.isNaN(ms)) throw new RangeError(`${value} is no duration`);
  return ms;
}

/** Bytes of a {@link ByteSize}; NaN where it is none. */
export function byteCount(value: ByteSize): number {
  const bytes = typeof value === "number" ? value : scaled(value, SIZE, SIZE_UNITS);
  return bytes >= 0 && bytes <= Number.MAX_SAFE_INTEGER ? Math.round(bytes) : Number.NaN;
}

/** What `duration` and `byteSize` say is allowed, for messages and tables. */
export const DURATION_FORM = "seconds, or a text such as 500ms, 8s or 2m";
export const SIZE_FORM = "bytes, or a text such as 64KiB or 1MiB";

/** Schema: a {@link Duration} in, milliseconds out. */
export const duration = v.pipe(
  v.union([v.number(), v.string()], DURATION_FORM),
  v.check((value) => !Number.isNaN(milliseconds(value)), DURATION_FORM),
  v.transform(milliseconds),
);

/** Schema: `"auto"` as it is, or a {@link Duration} in, milliseconds out. */
export const flushInterval = v.union([v.literal("auto"), duration], `"auto", or ${DURATION_FORM}`);

/** Schema: a {@link ByteSize} in, bytes out. */
export const byteSize = v.pipe(
  v.union([v.number(), v.string()], SIZE_FORM),
  v.check((value) => !Number.isNaN(byteCount(value)), SIZE_FORM),
  v.transform(byteCount),
);
