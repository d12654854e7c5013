import { Log } from "../../src/log.ts";
import { ON_PURPOSE } from "./onlooker.ts";

/** Lines of one cause come more than the log's quiet second apart, so that it leaves none out. */
const STEP = 2000;

/** A log that listens for defects of the server's own, which the server catches and logs. */
export function watchedLog(level: "debug" | "error", complain: (line: string) => void): Log {
  let now = 0;
  const sink = (severity: string, line: string) => {
    if (severity === "error" && !line.includes(ON_PURPOSE)) complain(line);
  };
  return new Log(level, sink, () => (now += STEP));
}
