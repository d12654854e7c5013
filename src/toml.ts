/** A text that is no TOML. */
export class TomlError extends Error {
  override readonly name = "TomlError";
  /** The line that the mistake is on, from 1. */
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** Reads a TOML document. Throws a {@link TomlError}. */
export function parseToml(text: string): Record<string, unknown> {
  try {
    return Bun.TOML.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw new TomlError((error as SyntaxError).message.replace("TOML Parse error: ", ""), lineOfError(text));
  }
}

/** A value may be spread over so many lines: a text that ends within one is no TOML, but has no mistake either. */
const LONGEST_VALUE = 16;

/**
 * Bun's parser does not say where: it is in what begins after the longest run of whole lines that is TOML. That is
 * looked for by halves, since a file that a program wrote may have any number of lines.
 */
function lineOfError(text: string): number {
  const lines = text.split("\n");
  let sound = 0;
  let broken = lines.length;
  while (sound + 1 < broken) {
    const middle = (sound + broken) >> 1;
    const found = firstSound(lines, middle, Math.min(broken, middle + LONGEST_VALUE));
    if (found === undefined) broken = middle;
    else sound = found;
  }
  return sound + 1;
}

/** The least count from `from` to before `to` of lines that are TOML. */
function firstSound(lines: readonly string[], from: number, to: number): number | undefined {
  for (let count = from; count < to; count++) if (isToml(lines.slice(0, count).join("\n"))) return count;
  return undefined;
}

function isToml(text: string): boolean {
  try {
    Bun.TOML.parse(text);
    return true;
  } catch {
    return false;
  }
}
