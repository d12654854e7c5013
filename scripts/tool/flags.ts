import { parseArgs } from "node:util";

/** A flag of a tool; its default says of which type its value is. */
export interface Flag {
  readonly default: number | string;
  /** What the usage says instead of the default. */
  readonly standard?: string;
  /** Where only these are allowed. */
  readonly oneOf?: readonly string[];
  readonly meaning: string;
}

type Values<Spec extends Readonly<Record<string, Flag>>> = {
  readonly [Name in keyof Spec]: Spec[Name]["default"] extends number ? number : string;
};

/** A seed for a run that is given none. */
export function newSeed(): number {
  return Math.floor(Math.random() * 2 ** 32);
}

/** Reads a tool's command line. Ends the program with its usage where that is asked for or the line is wrong. */
export function readFlags<const Spec extends Readonly<Record<string, Flag>>>(
  title: string,
  spec: Spec,
  args: readonly string[] = process.argv.slice(2),
): Values<Spec> {
  try {
    const options = Object.fromEntries(Object.keys(spec).map((name) => [name, { type: "string" } as const]));
    const { values } = parseArgs({ args: [...args], options: { ...options, help: { type: "boolean" } } });
    if (values.help !== true) {
      const given: Record<string, unknown> = values;
      const read = Object.entries(spec).map(([name, flag]) => [name, readValue(name, flag, given[name])]);
      return Object.fromEntries(read);
    }
    console.log(usage(title, spec));
    process.exit(0);
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage(title, spec)}`);
    process.exit(2);
  }
}

function readValue(name: string, flag: Flag, given: unknown): number | string {
  if (typeof given !== "string") return flag.default;
  if (typeof flag.default === "string") {
    if (flag.oneOf?.includes(given) === false)
      throw new Error(`--${name}: given ${given}, allowed is ${flag.oneOf.join(", ")}`);
    return given;
  }
  const number = Number(given);
  if (given === "" || !(number >= 0 && number < Number.POSITIVE_INFINITY))
    throw new Error(`--${name}: given ${given}, allowed is a number from 0`);
  return number;
}

function usage(title: string, spec: Readonly<Record<string, Flag>>): string {
  const lines = Object.entries(spec).map(([name, flag]) => {
    return `  --${name.padEnd(10)} ${flag.meaning} (${flag.standard ?? flag.default})`;
  });
  return [title, "", ...lines].join("\n");
}
