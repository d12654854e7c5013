import { parseNetwork } from "../settings/network.ts";
import { shown } from "../settings/read.ts";
import { parseToml, TomlError } from "../toml.ts";
import type { Ban, BanInput } from "./bans.ts";

/** A `[[ban]]` entry as it stands in the file. */
interface Entry {
  readonly address: string;
  readonly reason?: string | undefined;
  readonly until?: Temporal.Instant;
}

/** What a key of an entry takes, and that in words. */
interface Field {
  readonly takes: (value: unknown) => boolean;
  readonly allowed: string;
}

const ADDRESS: Field = {
  takes: (value) => typeof value === "string" && parseNetwork(value) !== undefined,
  allowed: "an address or a network, such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/64",
};

const FIELDS = new Map<string, Field>([
  ["address", ADDRESS],
  ["reason", { takes: (value) => typeof value === "string", allowed: "a text" }],
  [
    "until",
    {
      takes: (value) => value instanceof Temporal.Instant,
      allowed: "a date and time with its zone, such as 2030-12-31T23:59:59Z",
    },
  ],
]);

const NAMES = [...FIELDS.keys()].join(", ");

const HEAD = `# Those who may not connect. The server writes this file anew whenever a ban is added or lifted:
# edit it while the server is stopped.

`;

/** So many entries are one part of the text: some of them take no more than a millisecond. */
const PART = 256;

/** Bans as the text of a ban file, in parts that are one after the other: a long list takes a while. */
export function* banText(bans: readonly Ban[]): Generator<string> {
  yield HEAD;
  for (let from = 0; from < bans.length; from += PART)
    yield `${from === 0 ? "" : "\n"}${Bun.TOML.stringify({ ban: bans.slice(from, from + PART) })}`;
}

/**
 * Reads the text of a ban file. Throws a RangeError whose message is one line: where the mistake is, what is there and
 * what is allowed.
 */
export function parseBans(text: string): BanInput[] {
  const { ban: entries = [], ...others } = tree(text);
  const [stranger] = Object.keys(others);
  if (stranger !== undefined)
    throw new RangeError(`unknown key ${shown(stranger)}: allowed are [[ban]] entries`);
  if (!Array.isArray(entries))
    throw new RangeError(`ban: given ${shown(entries)}, allowed are [[ban]] entries`);
  return entries.map((entry: unknown, index) => {
    const problem = problemOf(entry);
    if (problem !== undefined) throw new RangeError(`entry ${index + 1}: ${problem}`);
    const { address, reason, until } = entry as Entry;
    return { address, reason, until: until && new Date(until.epochMilliseconds) };
  });
}

function tree(text: string): Record<string, unknown> {
  try {
    return parseToml(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new RangeError(`line ${error.line}: ${error.message}`);
  }
}

function problemOf(entry: unknown): string | undefined {
  if (typeof entry !== "object" || entry === null)
    return `given ${shown(entry)}, allowed is a table of ${NAMES}`;
  if (!("address" in entry)) return `no address, allowed is ${ADDRESS.allowed}`;
  for (const [key, value] of Object.entries(entry)) {
    const field = FIELDS.get(key);
    if (field === undefined) return `unknown key ${shown(key)}: known are ${NAMES}`;
    if (!field.takes(value)) return `${key}: given ${shown(value)}, allowed is ${field.allowed}`;
  }
  return undefined;
}
