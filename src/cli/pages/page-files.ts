import { basename, join } from "node:path";
import { asset } from "../assets.ts";

/** The folder in a binary that has the pages, built. */
export const PACKED = "pages";

/** Where pages find what belongs to them. */
export const FILES = "/pages/";

/** The pages as they are written. */
const SOURCES = ["examples/web-chat/web-chat.html", "examples/web-game/web-game.html"];

/** Gives a file of the pages by its name; undefined where there is none. */
export type FindFile = (name: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;

/** What finds the files: in a binary they are built already, from source they are built when one is first asked for. */
export function pageFiles(): FindFile {
  if (Bun.isStandaloneExecutable) return packedFile;
  let built: Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> | undefined;
  return async (name) => {
    built ??= buildPages();
    return (await built).get(name);
  };
}

async function packedFile(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const file = Bun.file(asset(join(PACKED, name)));
  return (await file.exists()) ? await file.bytes() : undefined;
}

/** Builds the pages for browsers: their files by name. */
export async function buildPages(): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  const { outputs } = await Bun.build({
    entrypoints: SOURCES.map(asset),
    target: "browser",
    minify: true,
    splitting: true,
    publicPath: FILES,
    naming: { entry: "[name].[ext]", chunk: "[name]-[hash].[ext]", asset: "[name]-[hash].[ext]" },
  });
  const files = outputs.map(
    async (file) => [basename(file.path), new Uint8Array(await file.arrayBuffer())] as const,
  );
  return new Map(await Promise.all(files));
}
