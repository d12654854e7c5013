import { expect, test } from "bun:test";
import { Log } from "../../../src/log.ts";
import type { Pair } from "../../../src/server/tls/certificate.ts";
import { CertificateError } from "../../../src/server/tls/certificate-error.ts";
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

/** A port with the certificate A, that no port opens with B, and what becomes of it. */
function withoutB() {
  const done: string[] = [];
  const inUse = { times: 0 };
  const logged = Promise.withResolvers<void>();
  const opening = (port: number, { cert }: Pair) => {
    if (inUse.times-- > 0) throw Object.assign(new Error("in use"), { code: "EADDRINUSE" });
    if (cert === "B") throw Object.assign(new Error("damaged"), { code: "ERR_OSSL" });
    done.push(`open ${cert} ${port}`);
    return { hostname: "::", port: 7, stop: () => void done.push(`stop ${cert}`) };
  };
  const log = new Log("info", (level, line) => {
    done.push(`${level}: ${line}`);
    if (line.includes("from before")) logged.resolve();
  });
  const port = new Reopening({ opening, pair: { cert: "A", key: "" }, port: 0, log });
  return { port, done, inUse, logged: logged.promise };
}

const REFUSED = "port 7 cannot be opened with tls.cert and tls.key (ERR_OSSL)";

test("a certificate that the port does not open with is refused, and the one before is used on", () => {
  const { port, done } = withoutB();
  expect(() => port.use({ cert: "B", key: "" })).toThrow(new CertificateError(REFUSED));
  port.use({ cert: "C", key: "" });
  port.stop(false);
  expect(done).toEqual(["open A 0", "stop A", "open A 7", "stop A", "open C 7", "stop C"]);
});

test("and so it is where the port was in use at first", async () => {
  const { port, done, inUse, logged } = withoutB();
  inUse.times = 1;
  port.use({ cert: "B", key: "" });
  await logged;
  port.stop(false);
  expect(done).toEqual([
    "open A 0",
    "stop A",
    "error: port 7 could not be opened again for TLS (EADDRINUSE): nobody new gets in by it; it is tried every second",
    "open A 7",
    `error: ${REFUSED}: the certificate from before stays`,
    "stop A",
  ]);
});
