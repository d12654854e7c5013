import { describe, expect, test } from "bun:test";
import { symlinkSync, unlinkSync } from "node:fs";
import { HooksFile } from "../../../src/cli/hooks/hooks-file.ts";
import { UserError } from "../../../src/config/user-error.ts";
import { deny, rename } from "../../../src/hooks/verdict.ts";
import { type Client, type Hooks, Relay } from "../../../src/index.ts";
import { Denial } from "../../../src/relay/denial.ts";
import { Folder } from "../../support/folder.ts";

const HOST = "127.0.0.1";
const options = { host: HOST, port: 0, logger: () => {} };

/** The hooks that a file gives to a server, which has stopped by then. */
async function load(text: string, name = "rules.ts"): Promise<Hooks> {
  using folder = new Folder({ [name]: text });
  return await hooksOf(folder, name);
}

async function hooksOf(folder: Folder, name = "rules.ts"): Promise<Hooks> {
  const file = new HooksFile(folder.file(name));
  const made = Promise.withResolvers<Hooks>();
  await using _relay = await Relay.listen({
    ...options,
    hooks: async (relay) => {
      const hooks = await file.make(relay);
      made.resolve(hooks);
      return hooks;
    },
  });
  return await made.promise;
}

/** What is told of a file that gives none. */
async function problem(text: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  using folder = new Folder({ "rules.ts": text, ...more });
  const file = new HooksFile(folder.file("rules.ts"));
  const limits = { hookTimeout: 0.2 };
  const error = await Relay.listen({ ...options, limits, hooks: file.make }).then(
    () => undefined,
    (reason: unknown) => file.problem(reason),
  );
  if (!(error instanceof UserError)) throw new Error(`no UserError but ${error}`);
  expect(error.status).toBe(1);
  return error.message.replaceAll(folder.path, "HERE");
}

test("an object of hooks in TypeScript loads", async () => {
  const hooks = await load(
    "export default { acceptLogin(client: { id: number }, name: string) { return name !== 'x'; } };",
  );
  expect(hooks).toHaveProperty("acceptLogin");
});

test("what it imports from greenwing is what the server knows, in a folder where no such package is", async () => {
  using folder = new Folder({
    "rules.ts": `
      import { deny, rename, type Hooks } from "greenwing";
      import { banned } from "./lists/banned.ts";
      export default {
        acceptLogin: (_client, name) => (banned.has(name) ? deny("You are banned") : rename(name.trim())),
      } satisfies Hooks;
    `,
    "lists/banned.ts": `export const banned = new Set(["Mallory"]);`,
  });
  const hooks = await hooksOf(folder);
  const client = {} as Client;
  expect(hooks.acceptLogin?.(client, "Mallory")).toEqual(deny("You are banned"));
  expect(hooks.acceptLogin?.(client, " Ada ")).toEqual(rename("Ada"));
  expect(hooks.acceptLogin?.(client, "Mallory")).toBeInstanceOf(Denial);
});

test("an object in JavaScript, with a hook left undefined, loads", async () => {
  const hooks = await load(
    "export default { channelJoined: undefined, nameChanged: async () => {} };",
    "rules.mjs",
  );
  expect(hooks).toHaveProperty("nameChanged");
});

test("an instance of a class loads, with state, methods and getters of its own", async () => {
  const hooks = await load(`
    class Base { connectionLost() {} }
    class Rules extends Base {
      banned = new Set();
      get size(): number { throw new Error("not asked"); }
      ban(name: string) { this.banned.add(name); }
      join() {}
      log = 5;
      acceptLogin() { return true; }
    }
    export default new Rules();
  `);
  expect(hooks).toHaveProperty("banned");
});

test.each([
  "export default (relay) => ({ acceptLogin: () => relay.clients.size === 0 });",
  "export default async function rules(relay) { await 1; return { acceptLogin: () => relay.port === 0 || true }; }",
])("what a function makes of the relay loads: %s", async (text) => {
  expect((await load(text)).acceptLogin?.({} as Client, "Ada")).toBe(true);
});

describe("no file of hooks", () => {
  test.each([
    ["export default Object.fromEntries([['banned', 1]]);", 'unknown hook "banned"'],
    ["export const hooks = {};", "no default export, allowed is an object of hooks or a function"],
    ["export default undefined;", "given undefined, allowed is an object of hooks"],
    ["export default [];", "given a list, allowed is an object of hooks"],
    ["export default () => 5;", "its function gives 5, allowed is an object of hooks"],
    ["export default () => {};", "its function gives undefined, allowed is an object of hooks"],
    ["export default class {};", "the default export is a class, allowed is an instance of it: new ..."],
    ["export default () => new Promise(() => {});", "they were not made within 0.2 s (limits.hookTimeout)"],
    ["throw 'nothing';", "nothing"],
  ])("%s", async (text, message) => {
    expect(await problem(text)).toBe(`hooks file HERE/rules.ts: ${message}`);
  });

  test.each([
    [
      "an unknown hook",
      "export default { acceptLogn() {} };",
      1,
      'unknown hook "acceptLogn": did you mean "acceptLogin"?',
    ],
    ["one that is not near to any", "export default {\n  banned: [],\n};", 2, 'unknown hook "banned"'],
    [
      "a slip in a class",
      "class Rules {\n  chanelJoined() {}\n}\nexport default new Rules();",
      2,
      'unknown hook "chanelJoined": did you mean "channelJoined"?',
    ],
    ["a hook that is none", "export default { acceptLogin: true };", 1, "acceptLogin: allowed is a function"],
  ])("%s is told with its line", async (_title, text, line, message) => {
    expect(await problem(text)).toBe(`hooks file HERE/rules.ts, line ${line}: ${message}`);
  });

  test.each([
    ["a mistake in the syntax", "export default {\n  acceptLogin( {\n  b b\n}", ", line 3: Expected "],
    ["what it throws", "\nthrow new Error('no\\nway');", ", line 2: no way"],
    [
      "what its function throws",
      "export default () => {\n\n  throw new TypeError('no way');\n};",
      ", line 3: no way",
    ],
    ["an import that is not there", '\nimport "./ghost.ts";', ", line 2: Cannot find module './ghost.ts'"],
    ["a package that is not there", '\nimport "ghost";', ", line 2: Cannot find package 'ghost'"],
  ])("%s is told with its line", async (_title, text, message) => {
    expect(await problem(text)).toStartWith(`hooks file HERE/rules.ts${message}`);
  });

  test("a mistake in what it imports is told with that file and line", async () => {
    const told = await problem('import "./lists/banned.ts";', { "lists/banned.ts": "\n\nlet let = ;" });
    expect(told).toStartWith("hooks file HERE/rules.ts: HERE/lists/banned.ts, line 3: ");
  });

  test("a folder is told", async () => {
    using folder = new Folder();
    const file = new HooksFile(folder.path);
    await expect(Relay.listen({ ...options, hooks: file.make })).rejects.toThrow("it is no file");
  });

  test("a file that is not there is told", async () => {
    const file = new HooksFile("/nowhere/rules.ts");
    const error = await Relay.listen({ ...options, hooks: file.make }).catch((reason: unknown) => reason);
    expect(error).toEqual(new UserError("hooks file /nowhere/rules.ts: no such file"));
  });
});

test("it is evaluated anew each time, with what it imports by relative path", async () => {
  using folder = new Folder({
    "rules.ts": 'import { reason } from "./more/reason"; export default { acceptLogin: () => reason };',
    "more/reason.ts": 'import text from "./reason.json"; export const reason = text.because;',
    "more/reason.json": '{ "because": 1 }',
  });
  const file = new HooksFile(folder.file("rules.ts"));
  await using relay = await Relay.listen(options);
  const said = async () => (await file.make(relay)).acceptLogin?.({} as Client, "Ada") as unknown;
  expect(await said()).toBe(1);
  expect([...file.files].map((path) => path.slice(folder.path.length + 1))).toEqual([
    "rules.ts",
    "more/reason.ts",
    "more/reason.json",
  ]);
  await Bun.write(folder.file("more/reason.json"), '{ "because": 2 }');
  expect(await said()).toBe(2);
  await Bun.write(folder.file("more/reason.ts"), "export const reason: number = ;");
  await expect(said()).rejects.toThrow("reason.ts, line 1: Unexpected ;");
  await Bun.write(folder.file("more/reason.ts"), 'export { reason } from "./new.ts";');
  await expect(said()).rejects.toThrow("Cannot find module './new.ts'");
  expect(file.files).toContain(folder.file("more/new.ts"));
  await Bun.write(folder.file("more/new.ts"), "export const reason = 3;");
  expect(await said()).toBe(3);
});

test.each([
  ["export default {\n  acceptLogin(client) {},\n};", 2],
  ["class Rules {\n  async acceptLogin(client) {}\n}\nexport default new Rules();", 2],
  ["const hooks = {};\n// acceptLogin(client)\nhooks.acceptLogin = () => {};\nexport default hooks;", 3],
  ["export default {\n\n  acceptLogin: async () => {},\n};", 3],
  ["export default { connectionMade() {}, acceptLogin() {} };", 1],
])("it knows where a hook is written: %j", (text, line) => {
  using folder = new Folder({ "rules.ts": text });
  const file = new HooksFile(folder.file("rules.ts"));
  expect(file.whereabouts("acceptLogin")).toBe(`${folder.file("rules.ts")}:${line}`);
  expect(file.whereabouts("nameChanged")).toBeUndefined();
});

test("one that waits for ever for something does not keep the next version from loading", async () => {
  using folder = new Folder({ "rules.ts": "await new Promise(() => {}); export default {};" });
  const file = new HooksFile(folder.file("rules.ts"));
  await using relay = await Relay.listen(options);
  file.make(relay);
  await Bun.sleep(20);
  await Bun.write(folder.file("rules.ts"), "export default { nameChanged() {} };");
  expect(await file.make(relay)).toHaveProperty("nameChanged");
  await Bun.write(folder.file("rules.ts"), "export default { loginAccepted() {} };");
  expect(await file.make(relay)).toHaveProperty("loginAccepted");
});

test("where it is a link, it is the file that is behind it when it is loaded", async () => {
  using folder = new Folder({
    "one.ts": "export default { nameChanged() {} };",
    "two.ts": "export default { loginAccepted() {} };",
  });
  symlinkSync("one.ts", folder.file("rules.ts"));
  const file = new HooksFile(folder.file("rules.ts"));
  await using relay = await Relay.listen(options);
  expect(await file.make(relay)).toHaveProperty("nameChanged");
  unlinkSync(folder.file("rules.ts"));
  symlinkSync("two.ts", folder.file("rules.ts"));
  expect(await file.make(relay)).toHaveProperty("loginAccepted");
  expect(file.files).toContain(folder.file("rules.ts"));
});
