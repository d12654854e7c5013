/** Servers that go by an owner's file of hooks, as it is in a folder of the owner's, and conversations with them. */
import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HooksFile } from "../../src/cli/hooks/hooks-file.ts";
import { Relay, type SettingsInput } from "../../src/index.ts";
import { Folder } from "../support/folder.ts";
import { SocketStage } from "../support/sockets.ts";

export interface Staged {
  readonly stage: SocketStage;
  readonly relay: Relay;
  /** Saves an edit of the file, and has it loaded again. */
  edit(change: (text: string) => string): Promise<void>;
}

type Play = (staged: Staged) => Promise<void>;

/** The text of an example. */
export const example = (name: string): string =>
  readFileSync(join(import.meta.dir, "..", "..", "examples", `${name}.ts`), "utf8");

/** A conversation over sockets with a server that goes by this file; none of its hooks may fail or act in vain. */
export async function withHooks(text: string, play: Play, settings: SettingsInput = {}): Promise<void> {
  using folder = new Folder({ "hooks.ts": text });
  const file = new HooksFile(folder.file("hooks.ts"));
  const faults: string[] = [];
  const logger = (level: string, line: string) =>
    (level === "error" || line.includes("does nothing")) && faults.push(line);
  const relay = await Relay.listen({ ...settings, host: "127.0.0.1", port: 0, hooks: file.make, logger });
  {
    await using stage = new SocketStage(relay);
    const edit = async (change: (text: string) => string) => {
      writeFileSync(file.path, change(readFileSync(file.path, "utf8")));
      await relay.replaceHooks(file.make, file.whereabouts);
    };
    await play({ stage, relay, edit });
  }
  expect(faults).toEqual([]);
}

/** `text` with something in it replaced that must be there. */
export function replaced(text: string, what: string, by: string): string {
  if (!text.includes(what)) throw new Error(`there is no ${what}`);
  return text.replace(what, by);
}

/** Conversations with servers that go by `examples/NAME.ts`, or by an edit of it. */
export const staged =
  (name: string, edit = (text: string) => text) =>
  (title: string, play: Play, settings?: SettingsInput) =>
    test(title, () => withHooks(edit(example(name)), play, settings));
