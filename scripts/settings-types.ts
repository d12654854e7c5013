import type * as v from "valibot";
import { allowList } from "../src/settings/allow-list.ts";
import { SETTINGS, type SettingDescription } from "../src/settings/describe.ts";
import { networks } from "../src/settings/network.ts";
import { origins } from "../src/settings/origins.ts";
import { settingsSchema } from "../src/settings/schema.ts";
import { byteSize, duration, flushInterval } from "../src/settings/units.ts";

/** Which side of the schema: what users give, or what the server is told. */
export type Side = "input" | "output";

/** What comes out of the schema as something else than went in. */
const TRANSFORMED = new Map<unknown, Record<Side, string> & { readonly unit?: string }>([
  [duration, { input: "Duration", output: "number", unit: "In milliseconds." }],
  [flushInterval, { input: '"auto" | Duration', output: '"auto" | number', unit: "In milliseconds." }],
  [byteSize, { input: "ByteSize", output: "number", unit: "In bytes." }],
  [networks, { input: "string", output: "readonly Network[]" }],
  [origins, { input: "string", output: "readonly string[]" }],
  [allowList, { input: "string", output: "RegExp | undefined" }],
]);

/** The settings as a type that can be read: each with its meaning, without the schema that it comes from. */
export function settingsType(side: Side): string {
  const groups = Map.groupBy(SETTINGS, ({ key }) => key.split(".").slice(0, -1).join("."));
  const members = [...groups].map(([group, settings]) => {
    const lines = settings.map((setting) => `${doc(setting, side)}\n${lineOf(setting, side)}\n`).join("");
    return group === "" ? lines : `${property(group, block(lines), side)}\n`;
  });
  return block(members.join(""));
}

function block(lines: string): string {
  return `{\n${lines.replaceAll(/^(?=.)/gm, "    ")}}`;
}

function property(name: string, type: string, side: Side): string {
  return side === "input" ? `${name}?: ${type} | undefined;` : `${name}: ${type};`;
}

function doc({ key, meaning, default: standard }: SettingDescription, side: Side): string {
  const unit = TRANSFORMED.get(schemaOf(key))?.unit;
  const more = side === "input" ? `By default ${JSON.stringify(standard)}.` : unit;
  const sentence = `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}.`;
  return `/** ${more === undefined ? sentence : `${sentence} ${more}`} */`;
}

function lineOf({ key }: SettingDescription, side: Side): string {
  return property(key.split(".").at(-1) ?? key, typeOf(key, side), side);
}

function typeOf(key: string, side: Side): string {
  const schema = schemaOf(key);
  const transformed = TRANSFORMED.get(schema);
  if (transformed !== undefined) return transformed[side];
  if (schema.options !== undefined) return schema.options.map((option) => JSON.stringify(option)).join(" | ");
  if (["string", "number", "boolean"].includes(schema.type)) return schema.type;
  throw new Error(`${key}: what type is a setting of the kind ${schema.type}?`);
}

/** As much of a schema as is looked at here. */
interface Schema {
  readonly type: string;
  readonly wrapped?: Schema;
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly options?: readonly string[];
}

/** The schema of a setting, without its default. */
function schemaOf(key: string): Schema {
  const root: Schema & v.GenericSchema = settingsSchema as never;
  const found = key.split(".").reduce<Schema | undefined>((schema, name) => {
    const { entries } = schema?.wrapped ?? schema ?? {};
    return entries?.[name];
  }, root);
  if (found?.wrapped === undefined) throw new Error(`${key}: no such setting`);
  return found.wrapped;
}
