import { expect, test } from "bun:test";
import { loadHooks } from "../../src/cli/hooks-file.ts";
import { UserError } from "../../src/config/user-error.ts";
import { deny, rename } from "../../src/hooks/verdict.ts";
import type { Client } from "../../src/relay/api.ts";
import { Denial } from "../../src/relay/denial.ts";
import { Folder } from "../support/folder.ts";

async function load(text: string, name = "rules.ts"): Promise<object> {
  using folder = new Folder({ [name]: text });
  return await loadHooks(folder.file(name));
}

async function problem(text: string): Promise<string> {
  using folder = new Folder({ "rules.ts": text });
  const error = await loadHooks(folder.file("rules.ts")).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw new Error(`no UserError but ${error}`);
  expect(error.status).toBe(1);
  return error.message.replace(folder.file("rules.ts"), "RULES");
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
  const hooks = await loadHooks(folder.file("rules.ts"));
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
      acceptLogin() { return true; }
    }
    export default new Rules();
  `);
  expect(hooks).toHaveProperty("banned");
});

test.each([
  ["export default { acceptLogn() {} };", 'unknown hook "acceptLogn": did you mean "acceptLogin"?'],
  ["export default { banned: [] };", 'unknown hook "banned"'],
  [
    "export default new (class { chanelJoined() {} })();",
    'unknown hook "chanelJoined": did you mean "channelJoined"?',
  ],
  ["export default { acceptLogin: true };", "acceptLogin: allowed is a function"],
  ["export const hooks = {};", "no default export, allowed is an object of hooks"],
  ["export default undefined;", "the default export is no object, allowed is an object of hooks"],
  ["export default [];", "the default export is no object, allowed is an object of hooks"],
  ["export default class {};", "the default export is a function or class, allowed is an object of hooks"],
  ["throw new Error('no\\nway');", "no way"],
  ["throw 'nothing';", "nothing"],
])("%s is no file of hooks", async (text, message) => {
  expect(await problem(text)).toBe(`hooks file RULES: ${message}`);
});

test("a mistake in the syntax is told with its line", async () => {
  expect(await problem("export default {\n  acceptLogin( {\n  b b\n}")).toStartWith(
    "hooks file RULES, line ",
  );
});

test("a module that is not there is told", async () => {
  expect(await problem('import "./ghost.ts";')).toStartWith(
    "hooks file RULES: Cannot find module './ghost.ts'",
  );
});

test("a file that is not there is told", async () => {
  await expect(loadHooks("/nowhere/rules.ts")).rejects.toThrow("hooks file /nowhere/rules.ts: no such file");
});
