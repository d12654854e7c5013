/** What is written to nowhere: a device too, but no terminal. */
const NOWHERE = process.platform === "win32" ? "NUL" : "/dev/null";

/** Whether a descriptor is a terminal. `process.stderr.isTTY` and `node:fs` could say it, and cost 2 and 5 MB. */
export async function isTerminal(descriptor: number): Promise<boolean> {
  try {
    const [stat, nowhere] = await Promise.all([Bun.file(descriptor).stat(), Bun.file(NOWHERE).stat()]);
    return stat.isCharacterDevice() && stat.rdev !== nowhere.rdev;
  } catch {
    return false; // it is closed
  }
}

/** Gives what tells whether the terminal that this program was started in and writes to has been closed since. */
export async function terminalWatch(): Promise<() => boolean> {
  const had = await isTerminal(1);
  return () => had && !process.getBuiltinModule("node:tty").isatty(1);
}
