import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { asset } from "./assets.ts";

/** The packages that tell an editor of Bun's own modules and globals; each of them needs the next. */
export const PACKAGES = ["bun-types", "@types/node", "undici-types"] as const;

/** Texts by their paths below node_modules. */
export type Packages = Readonly<Record<string, string>>;

/** The file in a binary that has them all. */
export const PACKED = "bun-types.json.zst";

/** The {@link PACKAGES}; undefined where this is source without them, as after an install for production. */
export async function bunTypes(): Promise<Packages | undefined> {
  return Bun.isStandaloneExecutable ? await unpacked() : await installedFor(import.meta.dir);
}

/**
 * The {@link PACKAGES} as they are installed for what lies in `folder`; undefined where one of them is not. Bun's manual,
 * which is longer than all the rest and nothing that an editor reads, is left out.
 */
export async function installedFor(folder: string): Promise<Packages | undefined> {
  const files: Record<string, string> = {};
  let from: string | undefined = folder;
  for (const name of PACKAGES) {
    from = installed(name, from);
    if (from === undefined) return undefined;
    for (const path of filesIn(from)) {
      if (!path.startsWith("docs/")) files[`${name}/${path}`] = await Bun.file(join(from, path)).text();
    }
  }
  return files;
}

function filesIn(folder: string): string[] {
  const paths = [...new Bun.Glob("**").scanSync(folder)];
  return paths.map((path) => path.replaceAll("\\", "/")).sort();
}

/** The same packages always make the same bytes, as a binary should. */
export async function packed(packages: Packages): Promise<Uint8Array> {
  return await Bun.zstdCompress(JSON.stringify(packages), { level: 12 });
}

async function unpacked(): Promise<Packages> {
  const json = await Bun.zstdDecompress(await Bun.file(asset(PACKED)).bytes());
  return JSON.parse(new TextDecoder().decode(json));
}

/** Where a package is. `Bun.resolveSync` knows too, but where there is none it may fetch one. */
function installed(name: string, folder: string): string | undefined {
  const path = join(folder, "node_modules", name);
  if (existsSync(path)) return realpathSync(path);
  const above = dirname(folder);
  return above === folder ? undefined : installed(name, above);
}
