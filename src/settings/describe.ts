import * as v from "valibot";
import { settingsSchema } from "./schema.ts";

/** What there is to know about one setting, taken from the schema itself. */
export interface SettingDescription {
  /** The dotted name, such as `ping.interval`. */
  readonly key: string;
  /** The default, as a user would write it: `"8s"`, not 8000. */
  readonly default: string | number | boolean;
  /** What may be given, in words. */
  readonly allowed: string;
  /** What the setting does, in a line. */
  readonly meaning: string;
}

type Group = (typeof settingsSchema.entries)["server"];
type Setting = Group["wrapped"]["entries"]["host"];

function isGroup(entry: v.GenericSchema): entry is Group {
  return "wrapped" in entry && (entry.wrapped as v.GenericSchema).type === "strict_object";
}

function describe(prefix: string, entries: v.ObjectEntries): SettingDescription[] {
  return Object.entries(entries).flatMap(([name, entry]) => {
    const key = prefix + name;
    if (isGroup(entry as v.GenericSchema)) return describe(`${key}.`, (entry as Group).wrapped.entries);
    const setting = entry as Setting;
    return {
      key,
      default: setting.default,
      allowed: setting.wrapped.message,
      meaning: v.getDescription(setting) ?? "",
    };
  });
}

/** Every setting, in the schema's order. */
export const SETTINGS: readonly SettingDescription[] = describe("", settingsSchema.entries);

/** The dotted names of all settings, in the schema's order. */
export const SETTING_KEYS: readonly string[] = SETTINGS.map(({ key }) => key);
