import type { Ruling } from "../../hooks/owner.ts";
import { Rename } from "../../hooks/verdict.ts";
import { Denial } from "../../relay/denial.ts";
import { type Name, type NamePolicy, readName } from "../../relay/names.ts";

const utf8 = new TextEncoder();

/** The name that an owner's ruling leaves of the one that was asked for; a new one must keep the policy too. */
export function ruledName(ruling: Ruling, asked: Name, policy: NamePolicy): Name | Denial {
  if (ruling instanceof Denial) return ruling;
  if (!(ruling instanceof Rename) || ruling.name === asked.text) return asked;
  return readName(utf8.encode(ruling.name), policy);
}
