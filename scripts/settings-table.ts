/** Writes the README's table of settings anew from the schema: bun scripts/settings-table.ts */
import { join } from "node:path";
import { SETTINGS } from "../src/settings/describe.ts";

export const README = join(import.meta.dir, "..", "README.md");

const BEGIN = "<!-- settings: made by scripts/settings-table.ts -->\n";
const END = "<!-- /settings -->";

/** `text` with the table of settings between its marks. */
export function withSettingsTable(text: string): string {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`no place for the table: ${BEGIN.trim()} ... ${END}`);
  return `${text.slice(0, begin + BEGIN.length)}\n${table()}\n${text.slice(end)}`;
}

function table(): string {
  const rows = SETTINGS.map(({ key, default: standard, meaning }) => {
    const shown = standard === "" ? "" : `\`${standard}\``;
    return `| \`${key}\` | ${shown} | ${meaning.replaceAll("*", "\\*").replaceAll("|", "\\|")} |\n`;
  });
  return `| setting | default | meaning |\n|---|---|---|\n${rows.join("")}`;
}

if (import.meta.main) await Bun.write(README, withSettingsTable(await Bun.file(README).text()));
