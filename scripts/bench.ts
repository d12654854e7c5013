// Measures the server of this checkout, built as its owners run it: `bun run bench`, with the flags of `greenwing
// bench --help`. `--all` compares it with the relay in C of ../shared/bench, where that and a compiler are here.
import { bench } from "../src/bench/bench.ts";

process.exit(await bench(process.argv.slice(2)));
