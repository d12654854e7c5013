// Measures the server of this checkout, built as its owners run it: `bun run bench`, with the flags of `greenwing
// bench --help`. `--all` compares it with the relay in C of ../shared/bench, where that and a compiler are here.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bench } from "../src/bench/bench.ts";
import type { Running, Subject } from "../src/bench/subject/subject.ts";
import { greenwing } from "../src/bench/subject/this-server.ts";
import { UserError } from "../src/config/user-error.ts";

const ROOT = join(import.meta.dir, "..");
const RELAY = join(ROOT, "../shared/bench/relay_c.c");

const aside = mkdtempSync(join(tmpdir(), "greenwing-"));
process.on("exit", () => rmSync(aside, { recursive: true }));

function run(command: readonly string[]): void {
  const { success, stderr } = Bun.spawnSync([...command], { cwd: ROOT, stderr: "pipe" });
  if (!success) throw new UserError(`${command.join(" ")}: ${stderr}`);
}

/** The server of this checkout as a binary, built when it is first asked for. */
class ThisCheckout implements Subject {
  readonly name = "greenwing";
  #binary: Subject | undefined;

  run(settings: readonly string[]): Promise<Running> {
    this.#binary ??= this.#build();
    return this.#binary.run(settings);
  }

  #build(): Subject {
    run([process.execPath, "scripts/build.ts", "--outdir", aside]);
    return greenwing(this.name, [join(aside, "greenwing")]);
  }
}

/** The flags that have `--all` compare with the relay in C. */
function againstRelay(args: readonly string[]): string[] {
  if (!args.includes("--all") || args.some((each) => each.startsWith("--against"))) return [];
  const compiler = ["cc", "gcc", "clang"].find((name) => Bun.which(name) !== null);
  const lacking = compiler === undefined ? "a C compiler" : existsSync(RELAY) ? undefined : "../shared/bench";
  if (compiler === undefined || lacking !== undefined) {
    console.error(`no relay to compare with: ${lacking} is not here; --against gives another`);
    return [];
  }
  const program = join(aside, "relay_c");
  run([compiler, "-O2", "-o", program, RELAY]);
  return ["--against", `${program} {port} shared`];
}

try {
  const args = process.argv.slice(2);
  process.exitCode = await bench([...args, ...againstRelay(args)], new ThisCheckout());
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`bench: ${error.message}`);
  process.exitCode = error.status;
}
