import * as v from "valibot";
import { SETTING_KEYS } from "./describe.ts";
import { nearest } from "./nearest.ts";
import { type Settings, settingsSchema } from "./schema.ts";

/** A setting that does not exist or cannot have its value; the message is one line that says all of it. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  /** The dotted name, such as `ping.interval`, as it was given; empty where the settings are no object at all. */
  readonly key: string;
  /** The value that was given. */
  readonly given: unknown;
  /** What may be given instead, in words. */
  readonly allowed: string;
  /** The known key that was probably meant, where the given one is unknown and another is near. */
  readonly nearest: string | undefined;

  constructor(
    message: string,
    problem: { key: string; given: unknown; allowed: string; nearest?: string | undefined },
  ) {
    super(message);
    this.key = problem.key;
    this.given = problem.given;
    this.allowed = problem.allowed;
    this.nearest = problem.nearest;
  }
}

/**
 * Reads settings as users give them (`SettingsInput`) and fills in the defaults. Throws a {@link SettingsError} for
 * the first unknown key or value that is not allowed.
 */
export function readSettings(input: unknown): Settings {
  const result = v.safeParse(settingsSchema, input, { abortEarly: true });
  if (result.success) return result.output;
  throw problem(result.issues[0]);
}

/** The error for a key that no setting has. */
export function unknownSetting(key: string, given: unknown): SettingsError {
  const near = nearest(key, SETTING_KEYS);
  const names = siblings(key);
  const hint = near === undefined ? `known are ${names}` : `did you mean "${near}"?`;
  const message = `unknown setting ${JSON.stringify(key)}: ${hint}`;
  return new SettingsError(message, { key, given, allowed: `one of ${names}`, nearest: near });
}

/** A value as it is shown in a message: short, on one line. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (isTable(value)) return "a table";
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function problem(issue: v.InferIssue<typeof settingsSchema>): SettingsError {
  const key = v.getDotPath(issue) ?? "";
  if (issue.type !== "strict_object") return notAllowed(key, issue.input, issue.message);
  // The schema has one word for a key that it does not know and for a group that is no table.
  if (issue.expected !== "never") return notAllowed(key, issue.input, `a table of ${namesIn(key)}`);
  const value = issue.path?.at(-1)?.value;
  return unknownSetting([key, ...innerKeys(value)].join("."), value);
}

function notAllowed(key: string, given: unknown, allowed: string): SettingsError {
  const message = `${key || "settings"}: given ${shown(given)}, allowed is ${allowed}`;
  return new SettingsError(message, { key, given, allowed });
}

/** The names that an unknown key could have had: those in its group, or the groups. */
function siblings(key: string): string {
  return namesIn(key.slice(0, key.lastIndexOf("."))) || namesIn("");
}

/** The names directly in a group (`""`: at the top), in a row. */
function namesIn(group: string): string {
  const prefix = group === "" ? "" : `${group}.`;
  const inside = SETTING_KEYS.filter((key) => key.startsWith(prefix));
  return [...new Set(inside.map((key) => key.slice(prefix.length).split(".")[0]))].join(", ");
}

/** An unknown table is named by what is first in it, so that `pnig.interval` finds `ping.interval`. */
function innerKeys(value: unknown): string[] {
  const [first] = isTable(value) ? Object.entries(value) : [];
  return first === undefined ? [] : [first[0], ...innerKeys(first[1])];
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
