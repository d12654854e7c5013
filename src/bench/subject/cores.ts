import { availableParallelism } from "node:os";

const canPin = Bun.which("taskset") !== null && availableParallelism() > 1;

/** A command that runs on the first core, which it has for itself; where there is but one, anywhere. */
export function onServerCore(command: readonly string[]): string[] {
  return canPin ? ["taskset", "-c", "0", ...command] : [...command];
}

/** Leaves the first core to the server: this program goes to the second. */
export function leaveServerCore(): void {
  if (canPin) Bun.spawnSync(["taskset", "-acp", "1", `${process.pid}`]);
}
