import { expect, test } from "bun:test";
import { join } from "node:path";
import { Folder } from "../support/folder.ts";

const ROOT = join(import.meta.dir, "..", "..");
const ASK = 'import { isTerminal } from "./src/cli/terminal.ts"; process.exit(isTerminal(1) ? 1 : 0);';
const ask = [process.execPath, "-e", ASK];

test("a terminal is one; a pipe, a file and nowhere are none", async () => {
  using folder = new Folder();
  expect(await Bun.spawn(ask, { cwd: ROOT, terminal: {} }).exited).toBe(1);
  for (const stdout of ["pipe", Bun.file("/dev/null"), Bun.file(folder.file("log"))] as const)
    expect(await Bun.spawn(ask, { cwd: ROOT, stdout }).exited).toBe(0);
});
