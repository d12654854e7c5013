import { expect, test } from "bun:test";
import { chmodSync, readFileSync, statSync } from "node:fs";
import { PairFiles } from "../../../src/server/tls/pair-files.ts";
import { PLAY } from "../../support/certificates/pairs.ts";
import { Folder } from "../../support/folder.ts";

test("a key that others may read from now on is another one, and one that is left alone is not", async () => {
  using folder = new Folder({ "key.pem": readFileSync(PLAY.key, "utf8") });
  const key = folder.file("key.pem");
  const files = new PairFiles({ cert: PLAY.cert, key });
  const [before, since] = [await files.stamp(), statSync(key).ctimeMs];
  expect(await files.stamp()).toBe(before);
  // The clock of a file system may go by in steps.
  for (let mode = 0o600; statSync(key).ctimeMs === since; mode ^= 0o200) chmodSync(key, mode);
  expect(await files.stamp()).not.toBe(before);
});
