/**
 * Builds the server as one file that runs without Bun: `bun run build` makes dist/greenwing for this machine,
 * `bun run build --all` one for every platform, with dist/SHA256SUMS. For the other platforms Bun fetches its own
 * executable of the same version from the npm registry, once. `--outdir DIR` puts them elsewhere.
 */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { devDependencies } from "../package.json" with { type: "json" };
import { installedFor, PACKED, packed } from "../src/cli/bun-types.ts";
import { buildPages, PACKED as PACKED_PAGES } from "../src/cli/pages/page-files.ts";
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

/** Builds for one platform, or for this machine; gives the path of the executable. `assets` go into it as they are. */
async function build(assets: string[], platform?: Platform): Promise<string> {
  const name = platform === undefined ? "greenwing" : `greenwing-${platform}`;
  const suffix = (platform ?? process.platform).startsWith("win") ? ".exe" : "";
  const outfile = join(DIST, name + suffix);
  const { outputs } = await Bun.build({
    entrypoints: [join(ROOT, "src", "main.ts")],
    target: "bun",
    format: "esm",
    minify: true,
    bytecode: true,
    // What a command does not need, Bun's own modules above all, is not loaded: 3 MB of a server that only serves.
    splitting: true,
    sourcemap: "linked",
    define: { GREENWING_COMMIT: JSON.stringify(commit() ?? "") },
    compile: {
      ...(platform === undefined ? {} : { target: `bun-${platform}` }),
      outfile,
      assets,
      // What lies in the folder that the server is started from must not change it.
      autoloadDotenv: false,
      autoloadBunfig: false,
    },
  });
  // The executable has its source map inside; the copy beside it is not needed.
  await Promise.all(outputs.filter(({ kind }) => kind === "sourcemap").map(({ path }) => rm(path)));
  return outfile;
}

/** Packs into `folder` what an editor has to know of Bun; gives the path of that. */
async function packBunTypes(folder: string): Promise<string> {
  const packages = await installedFor(ROOT);
  if (packages === undefined) throw new Error("bun-types is not installed: bun install");
  const path = join(folder, PACKED);
  await Bun.write(path, await packed(packages));
  return path;
}

/** Builds the example pages into `folder`; gives the path of the folder that has them. */
async function packPages(folder: string): Promise<string> {
  const path = join(folder, PACKED_PAGES);
  for (const [name, bytes] of await buildPages()) await Bun.write(join(path, name), bytes);
  return path;
}

async function buildAll(assets: string[]): Promise<void> {
  const sums: string[] = [];
  for (const platform of PLATFORMS) {
    const path = await build(assets, platform);
    report(path);
    sums.push(await checksum(path));
  }
  await Bun.write(join(DIST, "SHA256SUMS"), sums.join(""));
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
const aside = await mkdtemp(join(tmpdir(), "greenwing-"));
try {
  const assets = [
    join(ROOT, "starter"),
    join(ROOT, "types"),
    await packBunTypes(aside),
    await packPages(aside),
  ];
  if (values.all) await buildAll(assets);
  else report(await build(assets));
} finally {
  await rm(aside, { recursive: true });
}
