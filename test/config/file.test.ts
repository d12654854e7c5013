import { expect, test } from "bun:test";
import { readConfigFile } from "../../src/config/file.ts";
import { Folder } from "../support/folder.ts";

async function read(text: string): Promise<unknown> {
  using folder = new Folder({ "a.toml": text });
  return await readConfigFile(folder.file("a.toml"), "a.toml");
}

test("tables and dotted keys are settings", async () => {
  expect(await read('ping.interval = "4s"\n[server]\nport = 7000 # for friends\n')).toEqual({
    ping: { interval: "4s" },
    server: { port: 7000 },
  });
});

test("an empty file and one with a byte order mark are fine", async () => {
  expect(await read("")).toEqual({});
  expect(await read("\uFEFFping.interval = 1\r\n")).toEqual({ ping: { interval: 1 } });
});

test("hooks and bans files are relative to the config file", async () => {
  using folder = new Folder({ "deep/a.toml": 'hooks = "rules.ts"\nbans.file = "bans.toml"' });
  const tree = await readConfigFile(folder.file("deep/a.toml"), "a.toml");
  expect(tree).toEqual({
    hooks: folder.file("deep/rules.ts"),
    bans: { file: folder.file("deep/bans.toml") },
  });
});

test.each([
  ["[ping]\ninterval = 500ms\n", "a.toml, line 2: Unexpected character after a value: 'm'"],
  ["[ping]\n\n# often\ninterval = = 4\ntimeout = 9\n", "a.toml, line 4: Expected a value but found '='"],
  ["[server]\nport = 1\nport = 2\n", "a.toml, line 3: Cannot redefine key 'port'"],
  ['[server]\nport = 1\nwelcome = """\nHello\n', "a.toml, line 3: Unterminated string"],
  ["colour", "a.toml, line 1: "],
  ['[server]\nwelcome = """\na\nb\n"""\n\nport = = 1\n', "a.toml, line 7: Expected a value but found '='"],
])("%j is no TOML, and the line is told", async (text, message) => {
  await expect(read(text)).rejects.toThrow(message);
});

test("the line is told of a mistake anywhere in a file of any length", async () => {
  for (const at of [0, 1, 5000, 9998, 9999]) {
    const lines = Array.from({ length: 10_000 }, (_, i) => (i === at ? "oops" : `# ${i}`));
    await expect(read(lines.join("\n"))).rejects.toThrow(`a.toml, line ${at + 1}: `);
  }
});

test.each([
  [
    "[ping]\ninterval = true",
    "a.toml: ping.interval: given true, allowed is seconds, or a text such as 500ms, 8s or 2m",
  ],
  ["[ping]\ninterva = 2", 'a.toml: unknown setting "ping.interva": did you mean "ping.interval"?'],
  ["ping = 2", "a.toml: ping: given 2, allowed is a table of interval, timeout"],
  ["hooks = 2", "a.toml: hooks: given 2, allowed is a text"],
  [
    "server.port = 2026-01-01",
    "a.toml: server.port: given 2026-01-01, allowed is a whole number from 0 to 65535",
  ],
])("%j has a setting that cannot be", async (text, message) => {
  await expect(read(text)).rejects.toThrow(message);
});

test("a file that is not there, and a folder, are told", async () => {
  using folder = new Folder();
  await expect(readConfigFile(folder.file("no.toml"), "no.toml")).rejects.toThrow(
    "cannot read no.toml: no such file",
  );
  await expect(readConfigFile(folder.path, "here")).rejects.toThrow("cannot read here: it is a directory");
});
