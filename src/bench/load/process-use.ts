import { readFileSync } from "node:fs";

/** Ticks a second in which Linux counts processor time for programs. */
const TICKS = 100;

/** What a process has taken so far. */
export interface ProcessUse {
  /** Processor time, in seconds. */
  readonly computed: number;
  /** Resident memory, in bytes. */
  readonly rss: number;
}

/** What a process has taken; undefined where the system does not tell, or it is none of this machine. */
export function processUse(pid: number | undefined): ProcessUse | undefined {
  if (pid === undefined) return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [user, system] = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .slice(11, 13)
      .map(Number);
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const rss = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
    return { computed: ((user as number) + (system as number)) / TICKS, rss };
  } catch {
    return undefined;
  }
}
