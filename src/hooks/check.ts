import { nearest } from "../settings/nearest.ts";
import { HOOK_NAMES, type Hooks } from "./hooks.ts";

/** What was given as hooks is none; the message says why, in one line. */
export class HooksError extends Error {
  override readonly name = "HooksError";
  /** The member that it is about. */
  readonly member: string | undefined;

  constructor(message: string, member?: string) {
    super(message);
    this.member = member;
  }
}

/**
 * Gives back hooks that are some: an object whose names are all those of hooks, or an instance of a class, which may
 * have state and methods of its own. Throws a {@link HooksError} for anything else.
 */
export function checkedHooks(hooks: unknown): Hooks {
  if (typeof hooks !== "object" || hooks === null || Array.isArray(hooks)) {
    throw new HooksError(`given ${kindOf(hooks)}, allowed is an object of hooks`);
  }
  const names: readonly string[] = HOOK_NAMES;
  const members = Object.entries(membersOf(hooks));
  const [stranger] = members.find(([name]) => !names.includes(name) && isMistake(hooks, name)) ?? [];
  if (stranger !== undefined) {
    const near = nearest(stranger, names);
    const hint = near === undefined ? "" : `: did you mean "${near}"?`;
    throw new HooksError(`unknown hook "${stranger}"${hint}`, stranger);
  }
  const [value] = members.find(([name, member]) => names.includes(name) && !isHook(member)) ?? [];
  if (value !== undefined) throw new HooksError(`${value}: allowed is a function`, value);
  return hooks;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "function" ? "a function or class" : String(value);
}

function isHook(member: unknown): boolean {
  return member === undefined || typeof member === "function";
}

/**
 * In a plain object every name should be a hook's. A class may have state and methods of its own: there only a name
 * that is a hook's but for a slip or two is a mistake, and not one such as `join`, which is a part of several.
 */
function isMistake(hooks: object, name: string): boolean {
  if (Object.getPrototypeOf(hooks) === Object.prototype) return true;
  const near = nearest(name, HOOK_NAMES);
  return near !== undefined && Math.abs(near.length - name.length) <= 2;
}

/** What an object has itself and from its classes, getters not called. */
function membersOf(object: object): Record<string, unknown> {
  const above = Object.getPrototypeOf(object);
  const inherited = above === null || above === Object.prototype ? {} : membersOf(above);
  const own = Object.entries(Object.getOwnPropertyDescriptors(object)).filter(
    ([name]) => name !== "constructor",
  );
  return { ...inherited, ...Object.fromEntries(own.map(([name, { value, get }]) => [name, value ?? get])) };
}
