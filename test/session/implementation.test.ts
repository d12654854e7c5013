import { heapStats } from "bun:jsc";
import { expect, test } from "bun:test";
import { host } from "../server/host.ts";
import { frame, say } from "../support/wire.ts";

/** Bytes that texts and buffers take. */
function taken(): number {
  Bun.gc(true);
  return heapStats().extraMemorySize;
}

test("what a client says that it is built on takes 255 bytes, however long it is", () => {
  const { member, context } = host();
  const clients = Array.from({ length: 40 }, (_, i) => member(`${i}`, "Room"));
  const said = Uint8Array.from(frame(say.implementation("x".repeat(1_000_000))));
  const before = taken();
  for (const { tcp } of clients) tcp.session.receive(said);
  for (const { implementation } of context.registry.clients) expect(implementation).toBe("x".repeat(255));
  expect(taken() - before).toBeLessThan(10e6);
});
