// Measures the server of this checkout, built as its owners run it: `bun run bench`, with the flags of `greenwing
// bench --help`. `--all` compares it with the relay in C of ../shared/bench, where that and a compiler are here;
// `--check` looks only whether it has become clearly slower, for .ci/run.
import { bench } from "../src/bench/bench.ts";
import { UserError } from "../src/config/user-error.ts";
import { check } from "./bench/check.ts";
import { BuiltServer, relayInC } from "./bench/checkout.ts";

async function run(args: readonly string[]): Promise<number> {
  const own = new BuiltServer("greenwing");
  if (args.length === 1 && args[0] === "--check") return await check(own);
  if (!args.includes("--all") || args.some((each) => each.startsWith("--against")))
    return await bench(args, { own });
  const relay = relayInC();
  if (typeof relay !== "string") return await bench(args, { own, marks: relay });
  console.error(`no relay to compare with: ${relay}; --against gives another`);
  return await bench(args, { own });
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`bench: ${error.message}`);
  process.exitCode = error.status;
}
