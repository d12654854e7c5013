// The servers that the benchmarks of this checkout need: itself, built; and the relay in C that it is compared with.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ServerByCommand } from "../../src/bench/subject/by-command.ts";
import type { Running, Subject } from "../../src/bench/subject/subject.ts";
import { greenwing } from "../../src/bench/subject/this-server.ts";
import { UserError } from "../../src/config/user-error.ts";

export const ROOT = join(import.meta.dir, "..", "..");

const RELAY = join(ROOT, "../shared/bench/relay_c.c");

const aside = mkdtempSync(join(tmpdir(), "greenwing-"));
process.on("exit", () => rmSync(aside, { recursive: true }));

/** A path for something that is needed until this program ends. */
export function asidePath(name: string): string {
  return join(aside, name);
}

/** Runs a command. Throws a `UserError` with what it said where it fails. */
export function run(command: readonly string[], cwd = ROOT): void {
  const { success, stderr } = Bun.spawnSync([...command], { cwd, stderr: "pipe" });
  if (!success) throw new UserError(`${command.join(" ")}: ${stderr}`);
}

/** The server of a checkout, as its owners run it: built as a binary when it is first asked for. */
export class BuiltServer implements Subject {
  readonly name: string;
  readonly #root: string;
  #binary: Subject | undefined;

  constructor(name: string, root = ROOT) {
    this.name = name;
    this.#root = root;
  }

  run(settings: readonly string[]): Promise<Running> {
    this.#binary ??= this.#build();
    return this.#binary.run(settings);
  }

  #build(): Subject {
    const folder = asidePath(`built ${this.name}`);
    run([process.execPath, "scripts/build.ts", "--outdir", folder], this.#root);
    return greenwing(this.name, [join(folder, "greenwing")]);
  }
}

/** The relay in C, compiled; or what is lacking for that. */
export function relayInC(): Subject | string {
  const compiler = ["cc", "gcc", "clang"].find((name) => Bun.which(name) !== null);
  if (!existsSync(RELAY)) return "../shared/bench is not here";
  if (compiler === undefined) return "there is no C compiler";
  const program = asidePath("relay_c");
  run([compiler, "-O2", "-o", program, RELAY]);
  return new ServerByCommand("relay_c", [program, "{port}", "shared"]);
}
