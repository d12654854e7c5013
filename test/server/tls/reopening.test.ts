import { expect, test } from "bun:test";
import { Log } from "../../../src/log.ts";
import type { Pair } from "../../../src/server/tls/certificate.ts";
import { Reopening } from "../../../src/server/tls/reopening.ts";

test("a port that cannot be opened again is told of and tried until it can be, with the newest certificate", async () => {
  const done: string[] = [];
  const lines: string[] = [];
  const opened = Promise.withResolvers<void>();
  let fails = 0;
  const opening = (port: number, pair: Pair) => {
    if (fails-- > 0) throw Object.assign(new Error("in use"), { code: "EADDRINUSE" });
    done.push(`open ${pair.cert} ${port}`);
    if (pair.cert === "C") opened.resolve();
    return { hostname: "::", port: 7, stop: () => void done.push(`stop ${pair.cert}`) };
  };
  const log = new Log("info", (level, line) => void lines.push(`${level}: ${line}`));
  const port = new Reopening({ opening, pair: { cert: "A", key: "" }, port: 0, log });
  fails = 2;
  port.use({ cert: "B", key: "" });
  port.use({ cert: "C", key: "" });
  await opened.promise;
  port.stop(false);
  port.use({ cert: "D", key: "" });
  expect(done.filter((each, i) => each !== done[i - 1])).toEqual([
    "open A 0",
    "stop A",
    "open C 7",
    "stop C",
  ]);
  expect(lines).toEqual([
    "error: port 7 could not be opened again for TLS (EADDRINUSE): nobody new gets in by it; it is tried every second",
  ]);
});
