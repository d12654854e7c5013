import { expect, test } from "bun:test";
import { openSync } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import { isTerminal } from "../../src/cli/terminal.ts";
import { Folder } from "../support/folder.ts";

const MAIN = join(import.meta.dir, "..", "..", "src", "main.ts");

/** The program in a terminal of its own, in which somebody reads. */
function inTerminal(args: readonly string[], cwd: string) {
  let read = "";
  let wake = () => {};
  const program = Bun.spawn([process.execPath, MAIN, "--host", "127.0.0.1", "--port", "0", ...args], {
    cwd,
    timeout: 10_000,
    terminal: {
      cols: 200,
      data: (_terminal, data) => {
        read += Buffer.from(data).toString();
        wake();
      },
    },
  });
  const shows = async (text: string) => {
    while (!read.includes(text)) await new Promise<void>((resolve) => (wake = resolve));
    return read;
  };
  return { program, shows };
}

test("a file and the null device are no terminals, nor is what is closed", async () => {
  for (const descriptor of [openSync(import.meta.path, "r"), openSync(devNull, "w"), 9999])
    expect(await isTerminal(descriptor)).toBe(false);
});

test.skipIf(process.platform === "win32")("in a terminal the hooks file is watched", async () => {
  using folder = new Folder({ "lobby.ts": "export default {};" });
  const { program, shows } = inTerminal(["--hooks", "lobby.ts"], folder.path);
  expect(await shows("Stop it with")).toContain(
    `hooks: ${folder.file("lobby.ts")} (loaded again when it changes)`,
  );
  await Bun.write(folder.file("lobby.ts"), "export default { acceptLogin: () => true };");
  await shows(`${folder.file("lobby.ts")}: loaded again`);
  program.kill("SIGTERM");
  expect(await program.exited).toBe(0);
});

test.skipIf(process.platform === "win32")("closing the terminal stops the server", async () => {
  using folder = new Folder();
  const { program, shows } = inTerminal([], folder.path);
  await shows("Stop it with");
  program.terminal?.close();
  expect([await program.exited, program.signalCode]).toEqual([0, null]);
});
