/** docs/hooks.md, as somebody reads it from top to bottom. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Something to do for who follows the tutorial. */
export type Step =
  /** Save a file. */
  | { readonly does: "save"; readonly file: string; readonly text: string }
  /** Put these functions in the place of those of the same names in the file. */
  | { readonly does: "replace"; readonly names: readonly string[]; readonly text: string }
  /** Change a text in the file. */
  | { readonly does: "change"; readonly what: string; readonly by: string }
  /** Read this in the server's terminal. */
  | { readonly does: "log"; readonly lines: readonly string[] }
  /** Type and read this in a client's terminal. */
  | { readonly does: "talk"; readonly terminal: string; readonly lines: readonly string[] };

export const PAGE = readFileSync(join(import.meta.dir, "..", "..", "docs", "hooks.md"), "utf8");

/** Fenced blocks with their info strings, and sentences such as: Change `this` to `that`. */
const INSTRUCTIONS = /^```(.*)\n([\s\S]*?)^```$|Change `([^`]+)` to `([^`]+)`/gm;

/** What the page has its reader do, in order. */
export function steps(page: string): Step[] {
  return Array.from(page.matchAll(INSTRUCTIONS), ([, info, text = "", what, by]) =>
    what !== undefined && by !== undefined ? { does: "change", what, by } : block(info ?? "", text),
  );
}

function block(info: string, text: string): Step {
  const [kind, ...rest] = info.split(/,? /);
  const lines = text.trimEnd().split("\n");
  if (kind === "log") return { does: "log", lines };
  if (kind === "talk") return { does: "talk", terminal: rest[0] ?? "first", lines };
  if (kind !== "ts") throw new Error(`a block that says nothing of what to do with it: ${info}`);
  const [what = "", ...names] = rest;
  return what === "replaces" ? { does: "replace", names, text } : { does: "save", file: what, text };
}

/** `text` with other functions in the place of those of these names. */
export function withFunctions(text: string, names: readonly string[], functions: string): string {
  const [first = "", ...others] = names.map((name) => {
    const found = new RegExp(String.raw`^(async )?function ${name}\([\s\S]*?^\}\n`, "m").exec(text);
    if (found === null) throw new Error(`there is no function ${name}`);
    return found[0];
  });
  return others.reduce((left, each) => left.replace(`\n${each}`, ""), text).replace(first, () => functions);
}

/** The cells of the table between `<!-- name -->` and `<!-- /name -->`, row by row. */
export function table(page: string, name: string): string[][] {
  const [, rows = ""] =
    new RegExp(String.raw`<!-- ${name} -->\n([\s\S]*?)<!-- /${name} -->`).exec(page) ?? [];
  const [, , ...cells] = rows.trim().split("\n");
  return cells.map((row) => row.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "")));
}
