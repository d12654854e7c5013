/** Checks the types of what is in a folder, as an editor would; gives what is said of mistakes, line by line. */
export function mistakesIn(folder: string, command: readonly string[] = [process.execPath]): string[] {
  const env = { ...process.env, BUN_BE_BUN: "1" };
  const { stdout, stderr, success } = Bun.spawnSync([...command, "check"], { cwd: folder, env });
  const lines = stdout
    .toString()
    .split("\n")
    .filter((line) => line !== "");
  if (success !== (lines.length === 0)) throw new Error(`nothing was checked: ${stderr}`);
  return lines;
}
