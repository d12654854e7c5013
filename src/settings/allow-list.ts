import * as v from "valibot";

const FORM = "general categories and code points such as L*,M*,N*,P*,32";
const CATEGORIES =
  "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Co Cs Cn".split(" ");

function item(part: string): string | undefined {
  if (/^[LMNPSZC]\*$/.test(part)) return `\\p{${part[0]}}`;
  if (CATEGORIES.includes(part)) return `\\p{${part}}`;
  if (/^\d+$/.test(part) && Number(part) <= 0x10ffff) return `\\u{${Number(part).toString(16)}}`;
  return undefined;
}

/** Reads an allow-list of section 8; undefined for an empty one (anything goes), null where it is none. */
export function parseAllowList(list: string): RegExp | undefined | null {
  if (list.trim() === "") return undefined;
  const items = list.split(",").map((part) => item(part.trim()));
  return items.includes(undefined) ? null : new RegExp(`^[${items.join("")}]*$`, "u");
}

/** Schema: an allow-list's text in, a pattern of wholly allowed texts out; undefined where anything is allowed. */
export const allowList = v.pipe(
  v.string(FORM),
  v.check((list) => parseAllowList(list) !== null, FORM),
  v.transform((list) => parseAllowList(list) ?? undefined),
);
