import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { HooksFile } from "../../src/cli/hooks/hooks-file.ts";
import { Relay } from "../../src/index.ts";
import { failure } from "../support/answers.ts";
import { Folder } from "../support/folder.ts";
import { SocketStage } from "../support/sockets.ts";
import { say } from "../support/wire.ts";
import { PAGE, steps, table } from "./page.ts";
import { Reader } from "./reader.ts";

const ROOT = join(import.meta.dir, "..", "..");

test("the tutorial works to the letter, with the binary and what is on the page", async () => {
  using folder = new Folder();
  const build = [process.execPath, "scripts/build.ts", "--outdir", folder.path];
  expect(Bun.spawnSync(build, { cwd: ROOT, stdout: "ignore" }).exitCode).toBe(0);
  await Bun.write(folder.file("accounts.ts"), "");
  await using reader = new Reader(folder, folder.file("greenwing"));
  const all = steps(PAGE);
  const client = all.find((step) => step.does === "save" && step.file === "talk.ts");
  if (client === undefined) throw new Error("there is no client");
  await reader.follow(client);
  for (const step of all) if (step !== client) await reader.follow(step);
  expect(await reader.stop()).toBe(0);
}, 60_000);

test.each(["accounts", "talk"])("what the page has of examples/%s.ts is that file", async (name) => {
  const shown = steps(PAGE).findLast((step) => step.does === "save" && step.file === `${name}.ts`);
  expect(shown).toHaveProperty("text", await Bun.file(join(ROOT, "examples", `${name}.ts`)).text());
});

/** What is in the first code of a cell, or the cell where there is none. */
const code = (cell = ""): string => /`(.+?)`/.exec(cell)?.[1] ?? cell;

const local = { host: "127.0.0.1", port: 0 };

describe("a file that cannot be loaded says so, as the page has it", () => {
  const [, ...rows] = table(PAGE, "files");
  const missing = table(PAGE, "files")[0];

  test.each(rows)("%s", async (text, said) => {
    using folder = new Folder({ "hooks.ts": code(text) });
    expect(await problem(folder.file("hooks.ts"))).toInclude(code(said));
  });

  test("one that is not there", async () => {
    expect(missing?.[0]).toBe("is not there");
    expect(await problem("/nowhere/hooks.ts")).toInclude(code(missing?.[1]));
  });
});

/** What is said of a file that gives no hooks. */
async function problem(path: string): Promise<string> {
  const file = new HooksFile(path);
  const limits = { hookTimeout: "100ms" };
  const error = await Relay.listen({ ...local, limits, hooks: file.make }).catch((reason: unknown) => reason);
  return file.problem(error).message.replace("0.1 s", "10 s");
}

describe("a hook that fails refuses and is logged, as the page has it", () => {
  test.each(table(PAGE, "hooks"))("%s", async (hook, told = "", logged) => {
    const text = `import { deny, rename } from "greenwing"; export default { ${code(hook)} };`;
    using folder = new Folder({ "hooks.ts": text });
    const file = new HooksFile(folder.file("hooks.ts"));
    const log: string[] = [];
    const logger = (level: string, line: string) => level === "error" && log.push(line);
    const limits = { hookTimeout: "100ms" };
    const relay = await Relay.listen({ ...local, limits, logger, hooks: file.make });
    await using stage = new SocketStage(relay);
    const ann = await stage.open();
    await ann.connects();
    ann.says(say.setName("Ann"));
    await ann.hears(failure("SetName", told, { name: "Ann" }));
    const failed = `hook acceptLogin failed: ${code(logged)}`;
    expect(log).toEqual(logged?.startsWith("nothing") ? [] : [expect.stringContaining(failed)]);
  });
});
