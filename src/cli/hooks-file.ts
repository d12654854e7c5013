import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { didYouMean, UserError } from "../config/user-error.ts";
import { HOOK_NAMES, type Hooks } from "../hooks/hooks.ts";
import * as greenwing from "../index.ts";
import { nearest } from "../settings/nearest.ts";

/**
 * Loads the owner's hooks: the default export of a TypeScript or JavaScript module, an object of hooks or an instance
 * of a class that has them as methods. `path` is absolute. Throws a {@link UserError} for a file that is missing or
 * does not load, and for an export that are no hooks.
 */
export async function loadHooks(path: string): Promise<Hooks> {
  if (!existsSync(path)) throw new UserError(`hooks file ${path}: no such file`);
  const module = await load(path);
  if (!("default" in module))
    throw new UserError(`hooks file ${path}: no default export, allowed is an object of hooks`);
  const problem = problemOf(module.default);
  if (problem !== undefined) throw new UserError(`hooks file ${path}: ${problem}`);
  return module.default as Hooks;
}

/**
 * `import { deny } from "greenwing"` in a hooks file is this very program, wherever the file lies and whether or not
 * there is a package of that name: what it makes must be what the server knows.
 */
function provideGreenwing(): void {
  Bun.plugin({
    name: "greenwing",
    setup: (build) => {
      build.module("greenwing", () => ({ exports: greenwing, loader: "object" }));
    },
  });
}

async function load(path: string): Promise<Record<string, unknown>> {
  provideGreenwing();
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    throw new UserError(`hooks file ${path}${describe(error, path)}`);
  }
}

/** Several mistakes come together as an AggregateError; those of syntax say where, maybe in another file. */
function describe(error: unknown, path: string): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  if (first instanceof BuildMessage && first.position !== null) {
    const { file, line } = first.position;
    return file === path ? `, line ${line}: ${first.message}` : `: ${file}, line ${line}: ${first.message}`;
  }
  return `: ${first instanceof Error || first instanceof ResolveMessage ? first.message : String(first)}`;
}

function problemOf(hooks: unknown): string | undefined {
  if (typeof hooks === "function")
    return "the default export is a function or class, allowed is an object of hooks";
  if (typeof hooks !== "object" || hooks === null || Array.isArray(hooks)) {
    return "the default export is no object, allowed is an object of hooks";
  }
  const names: readonly string[] = HOOK_NAMES;
  const members = Object.entries(membersOf(hooks));
  const [stranger] = members.find(([name]) => !names.includes(name) && isMistake(hooks, name)) ?? [];
  if (stranger !== undefined) return `unknown hook "${stranger}"${didYouMean(nearest(stranger, names), '"')}`;
  const [value] = members.find(([name, member]) => names.includes(name) && !isHook(member)) ?? [];
  return value === undefined ? undefined : `${value}: allowed is a function`;
}

function isHook(member: unknown): boolean {
  return member === undefined || typeof member === "function";
}

/** In a plain object every name should be a hook's; a class may have state and methods of its own. */
function isMistake(hooks: object, name: string): boolean {
  return Object.getPrototypeOf(hooks) === Object.prototype || nearest(name, HOOK_NAMES) !== undefined;
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
