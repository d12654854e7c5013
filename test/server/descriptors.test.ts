import { expect, test } from "bun:test";
import { join } from "node:path";
import { capacityOf } from "../../src/server/capacity.ts";
import { readSettings } from "../../src/settings/read.ts";
import { Program } from "../support/program.ts";
import { say } from "../support/wire.ts";
import { Caller } from "./caller.ts";
import { turnedAway } from "./turned-away.ts";

const MAIN = join(import.meta.dir, "..", "..", "src", "main.ts");

test("connections leave 64 descriptors to everything else, or half of them where there are few", () => {
  const capacity = (descriptors: number, limits = {}) =>
    capacityOf(readSettings({ limits }).limits, descriptors);
  expect(capacity(1_000_000)).toBe(65_000 + 16_384);
  expect(capacity(1_000_000, { clients: 10, pending: 5 })).toBe(15);
  expect(capacity(1024)).toBe(960);
  expect(capacity(128)).toBe(64);
  expect(capacity(127)).toBe(63);
  expect(capacity(64)).toBe(32);
  expect(capacity(1024, { clients: 0 })).toBe(960);
  expect(capacity(1024, { pending: 0 })).toBe(960);
  expect(capacity(Number.POSITIVE_INFINITY, { pending: 0 })).toBe(Number.POSITIVE_INFINITY);
});

test.skipIf(process.platform === "win32")(
  "out of descriptors new ones are closed at once, and those who are in are served",
  async () => {
    const command = ["sh", "-c", 'ulimit -n 64 && exec "$@"', "sh", process.execPath, MAIN];
    await using program = new Program(["--host", "127.0.0.1", "--port", "0"], { command });
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(await program.says("Stop it"))?.[1]);
    const inside = await Promise.all(Array.from({ length: 32 }, (_, i) => Caller.enter(port, `${i}`)));
    for (let i = 0; i < 100; i++) expect(await turnedAway(port)).toBe(true);
    for (const client of inside) {
      client.says(say.list());
      expect(await client.next()).toMatchObject({ request: "ChannelList", success: true });
    }
    inside[0]?.hangsUp();
    await inside[0]?.closed;
    await Caller.enter(port, "next");
    program.signal("SIGINT");
    expect((await program.ended()).err).toContain(
      "there is no room for more (limits.clients, limits.pending, ulimit -n)",
    );
  },
);
