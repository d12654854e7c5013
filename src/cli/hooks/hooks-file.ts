import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { UserError } from "../../config/user-error.ts";
import { HooksError } from "../../hooks/check.ts";
import type { HookName, Hooks } from "../../hooks/hooks.ts";
import * as greenwing from "../../index.ts";
import { forget, modulesOf } from "./modules.ts";

type Place = readonly [file: string, line: number];

/** An owner's hooks in a TypeScript or JavaScript file; they can be loaded again and again, as the file changes. */
export class HooksFile {
  /** Its absolute path, as it was given. */
  readonly path: string;
  /** What it was made of when it was last loaded or tried to be: itself, and what it imports by relative path. */
  files: ReadonlySet<string>;
  /** The path of the file itself, where `path` is a link. */
  #real: string;
  #evaluating: Promise<unknown> | undefined;
  #version = 0;

  constructor(path: string) {
    this.path = path;
    this.#real = path;
    this.files = new Set([path]);
    provideGreenwing();
  }

  /**
   * Evaluates the file as it is now and gives the hooks that it exports by default: an object of hooks, an instance of
   * a class that has them as methods, or what a function makes of the relay. Rejects with a {@link UserError} that names
   * the file and, where it is known, the line.
   */
  readonly make = async (relay: greenwing.Relay): Promise<Hooks> => {
    try {
      const exported = await this.#load();
      return typeof exported === "function" ? madeBy(await exported(relay)) : exported;
    } catch (error) {
      throw this.problem(error);
    }
  };

  /** Where a hook is written: file and line. */
  readonly whereabouts = (hook: HookName): string | undefined => {
    return this.#placeOf(hook)?.join(":");
  };

  #placeOf(member: string): Place | undefined {
    const name = RegExp.escape(member);
    const written = new RegExp(
      String.raw`(?:^|[{,;])[ \t]*(?:[a-z]+[ \t]+)*(?:${name}[ \t]*[(<]|(?:\w+\.)?${name}[ \t]*[:=])`,
      "m",
    );
    for (const file of this.files) {
      const place = lineOf(file, written);
      if (place !== undefined) return place;
    }
    return undefined;
  }

  /** What to tell of an error that kept the file from loading, or its hooks from being some. */
  problem(error: unknown): UserError {
    if (error instanceof UserError) return error;
    const first = error instanceof AggregateError ? error.errors[0] : error;
    const member = first instanceof HooksError ? first.member : undefined;
    const [file, line] = (member === undefined ? placeOf(first, this.files) : this.#placeOf(member)) ?? [];
    const place =
      line === undefined ? "" : file === this.#real ? `, line ${line}` : `: ${file}, line ${line}`;
    return new UserError(`hooks file ${this.path}${place}: ${messageOf(first)}`);
  }

  async #load(): Promise<Hooks | greenwing.HooksFactory> {
    const stat = statSync(this.path, { throwIfNoEntry: false });
    if (!stat?.isFile()) throw new HooksError(stat === undefined ? "no such file" : "it is no file");
    const before = this.files;
    // It may be a link, and another file be behind it by now.
    this.#real = realpathSync(this.path);
    this.files = (await modulesOf(this.#real)).add(this.path);
    forget([...before, ...this.files]);
    const module = await this.#import(this.#real);
    if (!("default" in module))
      throw new HooksError("no default export, allowed is an object of hooks or a function");
    const exported = module.default as Hooks | greenwing.HooksFactory;
    if (isClass(exported))
      throw new HooksError("the default export is a class, allowed is an instance of it: new ...");
    return exported;
  }

  /** One that is still being evaluated, as it waits for something, cannot be forgotten: a new one needs another name. */
  async #import(path: string): Promise<Record<string, unknown>> {
    if (this.#evaluating !== undefined) this.#version++;
    const name = this.#version === 0 ? path : `${path}?${this.#version}`;
    forget([name]);
    const evaluating = import(this.#version === 0 ? pathToFileURL(path).href : name);
    this.#evaluating = evaluating;
    const settle = () => {
      if (this.#evaluating === evaluating) this.#evaluating = undefined;
    };
    evaluating.then(settle, settle);
    return await evaluating;
  }
}

function madeBy(hooks: unknown): Hooks {
  if (typeof hooks !== "object" || hooks === null)
    throw new HooksError(`its function gives ${hooks}, allowed is an object of hooks`);
  return hooks;
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

function isClass(exported: unknown): boolean {
  return typeof exported === "function" && /^class\b/.test(Function.prototype.toString.call(exported));
}

/** File and line of a mistake: syntax errors tell it, imports are looked for, others have it in their stack. */
function placeOf(error: unknown, files: ReadonlySet<string>): Place | undefined {
  if (error instanceof BuildMessage)
    return error.position === null ? undefined : [error.position.file, error.position.line];
  if (error instanceof ResolveMessage)
    return lineOf(error.referrer, new RegExp(`["'\`]${RegExp.escape(error.specifier)}["'\`]`));
  if (!(error instanceof Error)) return undefined;
  const frames = (error.stack ?? "").matchAll(/((?:\/|[A-Za-z]:\\)[^\n()]*):(\d+):\d+\)?$/gm);
  for (const [, file = "", line] of frames) if (files.has(file)) return [file, Number(line)];
  return undefined;
}

/** Where a file first has this, if it is there and has it. */
function lineOf(file: string, wanted: RegExp): Place | undefined {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const found = wanted.exec(text);
  return found === null ? undefined : [file, text.slice(0, found.index + found[0].length).split("\n").length];
}

function messageOf(error: unknown): string {
  return error instanceof Error || error instanceof BuildMessage || error instanceof ResolveMessage
    ? error.message
    : String(error);
}
