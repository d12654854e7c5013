const RESET = "\x1b[0m";

/** Colours that can be read on dark and light grounds. */
const NAME_COLOURS = ["31", "32", "33", "34", "35", "36", "91", "92", "94", "95"];

/** Colours for what is shown; in a plain one all is as it was. */
export interface Paint {
  /** What is less important. */
  dim(text: string): string;
  /** What went wrong. */
  alarm(text: string): string;
  /** A name, always in the same colour. */
  name(name: string): string;
}

/** Colours for a terminal. */
export const COLOURED: Paint = {
  // A name in it ends with a reset, after which it goes on being dim.
  dim: (text) => `\x1b[2m${text.replaceAll(RESET, `${RESET}\x1b[2m`)}${RESET}`,
  alarm: (text) => `\x1b[31m${text}${RESET}`,
  name: (name) => `\x1b[1;${NAME_COLOURS[sum(name) % NAME_COLOURS.length]}m${name}${RESET}`,
};

/** For what is no terminal, or was told not to be coloured. */
export const PLAIN: Paint = { dim: same, alarm: same, name: same };

function same(text: string): string {
  return text;
}

function sum(name: string): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum;
}
