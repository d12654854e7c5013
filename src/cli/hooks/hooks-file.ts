import { existsSync, readFileSync, realpathSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { UserError } from "../../config/user-error.ts";
import { HooksError } from "../../hooks/check.ts";
import type { HookName, Hooks } from "../../hooks/hooks.ts";
import * as greenwing from "../../index.ts";
import { forget, modulesOf } from "./modules.ts";

type Place = readonly [file: string, line: number];

/** An owner's hooks in a TypeScript or JavaScript file; they can be loaded again and again, as the file changes. */
export class HooksFile {
  /** Its absolute path. */
  readonly path: string;
  /** What it was made of when it was last loaded or tried to be: itself, and what it imports by relative path. */
  files: ReadonlySet<string>;

  constructor(path: string) {
    this.path = existsSync(path) ? realpathSync(path) : path;
    this.files = new Set([this.path]);
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
      return typeof exported === "function" ? await exported(relay) : exported;
    } catch (error) {
      throw this.problem(error);
    }
  };

  /** Where a hook is written: file and line. */
  readonly whereabouts = (hook: HookName): string | undefined => {
    const written = new RegExp(
      String.raw`^[ \t]*(?:[a-z]+[ \t]+)*(?:${hook}[ \t]*[(<]|(?:\w+\.)?${hook}[ \t]*[:=])`,
      "m",
    );
    for (const file of this.files) {
      const place = lineOf(file, written);
      if (place !== undefined) return place.join(":");
    }
    return undefined;
  };

  /** What to tell of an error that kept the file from loading, or its hooks from being some. */
  problem(error: unknown): UserError {
    if (error instanceof UserError) return error;
    const first = error instanceof AggregateError ? error.errors[0] : error;
    const [file, line] = placeOf(first, this.files) ?? [];
    const place = line === undefined ? "" : file === this.path ? `, line ${line}` : `: ${file}, line ${line}`;
    return new UserError(`hooks file ${this.path}${place}: ${messageOf(first)}`);
  }

  async #load(): Promise<Hooks | greenwing.HooksFactory> {
    if (!existsSync(this.path)) throw new HooksError("no such file");
    const before = this.files;
    this.files = await modulesOf(this.path);
    forget([...before, ...this.files]);
    const module = await import(pathToFileURL(this.path).href);
    if (!("default" in module))
      throw new HooksError("no default export, allowed is an object of hooks or a function");
    const exported = module.default;
    if (isClass(exported))
      throw new HooksError("the default export is a class, allowed is an instance of it: new ...");
    return exported;
  }
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
