/**
 * Builds the server as one file that runs without Bun: `bun run build` makes dist/greenwing for this machine,
 * `bun run build --all` one for every platform, with dist/SHA256SUMS. For the other platforms Bun fetches its own
 * executable of the same version from the npm registry, once. `--outdir DIR` puts them elsewhere.
 */
import { mkdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { devDependencies } from "../package.json" with { type: "json" };
import { commit } from "../src/cli/version.ts";

const ROOT = join(import.meta.dir, "..");

const { values } = parseArgs({ options: { all: { type: "boolean" }, outdir: { type: "string" } } });
const DIST = values.outdir ?? join(ROOT, "dist");

const PLATFORMS = [
  "linux-x64",
  "linux-arm64",
  "linux-x64-musl",
  "linux-arm64-musl",
  "darwin-x64",
  "darwin-arm64",
  "windows-x64",
] as const;

type Platform = (typeof PLATFORMS)[number];

/** Builds for one platform, or for this machine; gives the path of the executable. */
async function build(platform?: Platform): Promise<string> {
  const name = platform === undefined ? "greenwing" : `greenwing-${platform}`;
  const suffix = (platform ?? process.platform).startsWith("win") ? ".exe" : "";
  const outfile = join(DIST, name + suffix);
  const { outputs } = await Bun.build({
    entrypoints: [join(ROOT, "src", "main.ts")],
    target: "bun",
    format: "esm",
    minify: true,
    bytecode: true,
    sourcemap: "linked",
    define: { GREENWING_COMMIT: JSON.stringify(commit() ?? "") },
    compile: {
      ...(platform === undefined ? {} : { target: `bun-${platform}` }),
      outfile,
      // What lies in the folder that the server is started from must not change it.
      autoloadDotenv: false,
      autoloadBunfig: false,
    },
  });
  // The executable has its source map inside; the copy beside it is not needed.
  await Promise.all(outputs.filter(({ kind }) => kind === "sourcemap").map(({ path }) => rm(path)));
  return outfile;
}

/** A line of SHA256SUMS, as `sha256sum --check` reads it. */
async function checksum(path: string): Promise<string> {
  const hash = new Bun.CryptoHasher("sha256");
  for await (const chunk of Bun.file(path).stream()) hash.update(chunk);
  return `${hash.digest("hex")}  ${basename(path)}\n`;
}

function report(path: string): void {
  console.log(`${path} (${(Bun.file(path).size / 1e6).toFixed(0)} MB)`);
}

if (Bun.version !== devDependencies.bun) {
  throw new Error(
    `this is Bun ${Bun.version}; the binaries are made with ${devDependencies.bun}: bun run build`,
  );
}
await mkdir(DIST, { recursive: true });
if (values.all) {
  const sums: string[] = [];
  for (const platform of PLATFORMS) {
    const path = await build(platform);
    report(path);
    sums.push(await checksum(path));
  }
  await Bun.write(join(DIST, "SHA256SUMS"), sums.join(""));
} else {
  report(await build());
}
