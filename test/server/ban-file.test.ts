import { describe, expect, test } from "bun:test";
import { chmodSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { parseBans } from "../../src/admission/ban-text.ts";
import { BanFileError, Relay } from "../../src/index.ts";
import { Folder } from "../support/folder.ts";
import { Caller } from "./caller.ts";
import { turnedAway } from "./turned-away.ts";

const HOST = "127.0.0.1";

/** A server whose bans are in that file. */
function listen(file: string, lines: string[] = []): Promise<Relay> {
  return Relay.listen({ host: HOST, port: 0, bans: { file }, logger: (_level, line) => lines.push(line) });
}

describe("bans.file", () => {
  test("need not be there, and bans survive a restart in it, until they end or are lifted", async () => {
    using folder = new Folder();
    const path = folder.file("bans.toml");
    const until = new Date(Date.now() + 3_600_000);
    {
      await using relay = await listen(path);
      expect([...relay.bans]).toEqual([]);
      relay.bans.add({ address: HOST, reason: 'says "so"\n', until });
      relay.bans.add({ address: "2001:db8::/32" });
      relay.bans.add({ address: "192.0.2.7", until: new Date(Date.now() - 1) });
    }
    {
      await using relay = await listen(path);
      expect([...relay.bans].toSorted((a, b) => a.address.length - b.address.length)).toEqual([
        { address: HOST, reason: 'says "so"\n', until },
        { address: "2001:db8::/32", reason: "", until: undefined },
      ]);
      expect(await turnedAway(relay.port)).toBe(true);
      relay.bans.lift(HOST);
    }
    await using relay = await listen(path);
    expect(Array.from(relay.bans, ({ address }) => address)).toEqual(["2001:db8::/32"]);
    await Caller.enter(relay.port, "Ann");
    expect(readdirSync(folder.path)).toEqual(["bans.toml"]);
  });

  test("is written soon after a change, whole at any moment, and not for every one of many", async () => {
    using folder = new Folder();
    const path = folder.file("bans.toml");
    await using relay = await listen(path);
    const seen = new Set<number>();
    for (let i = 0; i < 500; i++) {
      relay.bans.add({ address: `192.0.${i >> 8}.${i & 255}` });
      if (i % 10 === 0) await Bun.sleep(1);
      if (existsSync(path)) seen.add(parseBans(readFileSync(path, "utf8")).length);
    }
    expect(seen.size).toBeLessThan(4);
    while (!existsSync(path)) await Bun.sleep(1);
    await relay.stop();
    expect(parseBans(readFileSync(path, "utf8")).length).toBe(500);
  });

  test("keeps the rights that it has, and a new one is its owner's", async () => {
    using folder = new Folder({ "old.toml": "" });
    chmodSync(folder.file("old.toml"), 0o640);
    for (const [name, rights] of [
      ["old.toml", 0o640],
      ["new.toml", 0o600],
    ] as const) {
      const relay = await listen(folder.file(name));
      relay.bans.add({ address: "192.0.2.7" });
      await relay.stop();
      expect(statSync(folder.file(name)).mode & 0o777).toBe(rights);
    }
  });

  test("is replaced, never changed: whoever reads the old one goes on with that", async () => {
    using folder = new Folder({ "bans.toml": "# mine" });
    linkSync(folder.file("bans.toml"), folder.file("old.toml"));
    const relay = await listen(folder.file("bans.toml"));
    relay.bans.add({ address: "192.0.2.7" });
    await relay.stop();
    expect(readFileSync(folder.file("old.toml"), "utf8")).toBe("# mine");
    expect(parseBans(readFileSync(folder.file("bans.toml"), "utf8")).length).toBe(1);
  });

  test("that cannot be written is logged, the server goes on with its bans, and tries again", async () => {
    using folder = new Folder();
    const lines: string[] = [];
    const path = folder.file("no/bans.toml");
    const relay = await listen(path, lines);
    relay.bans.add({ address: HOST });
    while (lines.length === 0) await Bun.sleep(1);
    expect(lines[0]).toStartWith("bans could not be written: ENOENT");
    expect(await turnedAway(relay.port)).toBe(true);
    mkdirSync(folder.file("no"));
    await relay.stop();
    expect(parseBans(readFileSync(path, "utf8"))).toMatchObject([{ address: HOST }]);
  });

  test("with a mistake, or that is a folder, keeps the server from starting", async () => {
    using folder = new Folder({ "bans.toml": '[[ban]]\naddress = "everybody"' });
    const path = folder.file("bans.toml");
    const error = await listen(path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BanFileError);
    expect(error).toMatchObject({ name: "BanFileError", path });
    expect((error as Error).message).toStartWith(
      `bans file ${path}: entry 1: address: given "everybody", allowed is an address or a network`,
    );
    await expect(listen(folder.path)).rejects.toThrow(`bans file ${folder.path}: EISDIR`);
  });
});
