import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { bunTypes, installedFor, packed } from "../../src/cli/bun-types.ts";
import { HooksFile } from "../../src/cli/hooks/hooks-file.ts";
import { setUp } from "../../src/cli/init.ts";
import { UserError } from "../../src/config/user-error.ts";
import type { Relay } from "../../src/index.ts";
import { mistakesIn } from "../support/checker.ts";
import { Folder } from "../support/folder.ts";
import { Program } from "../support/program.ts";

const LAID = ["hooks.ts", "greenwing.d.ts", "tsconfig.json", "node_modules/bun-types"];

const nothing = async () => undefined;

test("an empty folder gets a hooks file that loads, and the types for it and for Bun's own modules", async () => {
  using folder = new Folder();
  const { status, out, err } = await Program.run(["init"], { cwd: folder.path });
  expect([status, err]).toEqual([0, ""]);
  expect([...out.matchAll(/^made {2}(\S+)/gm)].map(([, name]) => name)).toEqual(LAID);
  expect(out).toEndWith("\n  greenwing --hooks hooks.ts\n");
  const file = new HooksFile(folder.file("hooks.ts"));
  expect(await file.make({} as Relay)).toHaveProperty("acceptLogin");
  expect(mistakesIn(folder.path)).toEqual([]);
});

test("what uses Bun's own modules and globals is in order in such a folder, and what misuses them is not", async () => {
  using folder = new Folder({
    "accounts.ts": `
      import { Database } from "bun:sqlite";
      import { readFile } from "node:fs/promises";
      import { deny, type Hooks } from "greenwing";
      import { LIMIT } from "./limits.js";

      const hashes = new Database("accounts.sqlite").query<{ hash: string }, [string]>("SELECT hash FROM accounts");
      const web = Bun.serve({ port: 0, fetch: async () => new Response(await readFile("page.html")) });
      setInterval(() => console.log(web.port), 1000).unref();

      export default {
        async acceptLogin(client, name) {
          const hash = hashes.get(name)?.hash ?? "";
          return (await Bun.password.verify(client.address, hash)) || deny(String(LIMIT));
        },
      } satisfies Hooks;
    `,
    "limits.js": "export const LIMIT = Number(process.env.LIMIT);",
    "wrong.js": "export const port = Bun.serve({ fetch: 3 }).prot;",
  });
  await setUp(folder.path, bunTypes);
  const mistakes = mistakesIn(folder.path).filter((line) => !line.startsWith(" "));
  expect(mistakes).not.toBeEmpty();
  for (const line of mistakes) expect(line).toStartWith("wrong.js(1,");
});

test("nothing that is there is touched, and types of another version are told of", async () => {
  const mine = { "hooks.ts": "mine", "greenwing.d.ts": "old", "tsconfig.json": "{}" };
  using folder = new Folder({ ...mine, "node_modules/@types/node/index.d.ts": "mine" });
  const laid = await setUp(folder.path, bunTypes);
  expect(laid.map(({ done }) => done)).toEqual(["kept", "kept", "kept", "made"]);
  expect(laid[1]?.note).toContain("greenwing types > greenwing.d.ts");
  for (const [name, text] of Object.entries({ ...mine, "node_modules/@types/node/index.d.ts": "mine" })) {
    expect(await Bun.file(folder.file(name)).text()).toBe(text);
  }
  expect(existsSync(folder.file("node_modules/@types/node/package.json"))).toBeFalse();
  expect(existsSync(folder.file("node_modules/bun-types/package.json"))).toBeTrue();
});

test("a second time everything is kept, without a look at the packages", async () => {
  using folder = new Folder();
  await setUp(folder.path, bunTypes);
  const laid = await setUp(folder.path, () => Promise.reject(new Error("looked at")));
  expect(laid.map(({ name, done, note }) => [name, done, note])).toEqual(
    LAID.map((name) => [name, "kept", "was here already"]),
  );
});

test("where the source has no packages, it is said how to come by them", async () => {
  using folder = new Folder();
  const laid = await setUp(folder.path, nothing);
  expect(laid[3]).toMatchObject({ done: "none", note: expect.stringContaining("bun add -d bun-types") });
  expect(existsSync(folder.file("node_modules"))).toBeFalse();
  expect(await installedFor(folder.path)).toBeUndefined();
});

test("a package that cannot be laid whole is not there at all", async () => {
  using folder = new Folder();
  const broken = async () => ({ "bun-types/index.d.ts": "a", "bun-types/index.d.ts/b": "no folder" });
  await expect(setUp(folder.path, broken)).rejects.toThrow(UserError);
  expect([...new Bun.Glob("node_modules/**").scanSync({ cwd: folder.path, dot: true })]).toBeEmpty();
});

test("a folder that cannot be written to is told in one line", async () => {
  using folder = new Folder({ file: "" });
  await expect(setUp(folder.file("file"), nothing)).rejects.toThrow(
    `cannot set up ${folder.file("file")}: ENOTDIR`,
  );
});

test("what goes into a binary is all of the packages but Bun's manual, in the same bytes every time", async () => {
  const packages = (await installedFor(import.meta.dir)) ?? {};
  const names = new Set(Object.keys(packages).map((path) => /^(@[^/]+\/)?[^/]+/.exec(path)?.[0]));
  expect([...names]).toEqual(["bun-types", "@types/node", "undici-types"]);
  expect(Object.keys(packages).filter((path) => path.includes("/docs/"))).toBeEmpty();
  expect(await packed(packages)).toEqual(await packed((await installedFor(import.meta.dir)) ?? {}));
});
