import { afterAll, describe, test } from "bun:test";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { SocketStage } from "../support/sockets.ts";
import { Replay } from "../support/trace.ts";

/** The traces lie beside the project, not in it. */
const TRACES = resolve(import.meta.dir, "../../../shared/traces");

/** The client libraries that were recorded. */
const RECORDED = ["bluewing", "liblacewing", "pylacewing", "redrelay"];

describe("what real clients said is answered as it was", () => {
  const recorded = RECORDED.filter((library) => existsSync(`${TRACES}/${library}.jsonl`));
  const missing = RECORDED.filter((library) => !recorded.includes(library));

  test.each(recorded)("%s", async (library) => {
    await using stage = await SocketStage.set({});
    await new Replay(stage).run(await Bun.file(`${TRACES}/${library}.jsonl`).text());
  });

  test.skip.each(missing)("%s: its trace is not here", () => {});
  afterAll(() => {
    if (missing.length > 0)
      console.warn(`not replayed, since ../shared/traces has no such file: ${missing.join(", ")}`);
  });
});
