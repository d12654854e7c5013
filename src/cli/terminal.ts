import { closeSync, fstatSync, openSync, statSync } from "node:fs";
import { devNull } from "node:os";

/** The terminal that a process was started from, for as long as it is there. */
const CONTROLLING = "/dev/tty";

/** Whether a descriptor is a terminal. `process.stderr.isTTY` says the same and costs 2 MB. */
export function isTerminal(descriptor: number): boolean {
  try {
    const stat = fstatSync(descriptor);
    return stat.isCharacterDevice() && stat.rdev !== statSync(devNull).rdev;
  } catch {
    return false; // it is closed
  }
}

/** Gives what tells whether the terminal that this program was started in and writes to has been closed since. */
export function terminalWatch(): () => boolean {
  const had = isTerminal(1) && isThere();
  return () => had && !isThere();
}

function isThere(): boolean {
  try {
    closeSync(openSync(CONTROLLING, "r"));
    return true;
  } catch {
    return false;
  }
}
