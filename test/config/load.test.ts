import { expect, test } from "bun:test";
import { type Config, loadConfig, type Sources } from "../../src/config/load.ts";
import { UserError } from "../../src/config/user-error.ts";
import { Folder } from "../support/folder.ts";

function load(directory: string, sources: Partial<Sources> = {}): Promise<Config> {
  return loadConfig({ file: undefined, flags: [], environment: {}, directory, ...sources });
}

async function problem(loading: Promise<Config>): Promise<[status: number, message: string]> {
  const error = await loading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw new Error(`no UserError but ${error}`);
  return [error.status, error.message];
}

const PORT_7 = [{ key: "server.port", text: "7", source: "--port" }];

test("flags win over the environment, the environment over the file, the file over the defaults", async () => {
  using folder = new Folder({
    "a.toml": 'ping.interval = 1\nping.timeout = 2\nserver.port = 3\nserver.welcome = "4"',
  });
  const { settings, file } = await load(folder.path, {
    file: "a.toml",
    environment: { GREENWING_PING_TIMEOUT: "5", GREENWING_SERVER_PORT: "6" },
    flags: PORT_7,
  });
  expect(settings.ping).toEqual({ interval: 1000, timeout: 5000 });
  expect(settings.server).toEqual({ host: "::", port: 7, welcome: "4", askImplementation: false });
  expect(file).toBe(folder.file("a.toml"));
});

test("without anything the defaults hold and no file was read", async () => {
  using folder = new Folder();
  const { settings, file } = await load(folder.path);
  expect(settings.server.port).toBe(6121);
  expect(file).toBeUndefined();
});

test("greenwing.toml is read where it is, unless another file is named", async () => {
  using folder = new Folder({
    "greenwing.toml": "server.port = 1",
    "b.toml": "server.port = 2",
    "c.toml": "server.port = 3",
  });
  const ports = [
    load(folder.path),
    load(folder.path, { environment: { GREENWING_CONFIG: "b.toml" } }),
    load(folder.path, { environment: { GREENWING_CONFIG: "" } }),
    load(folder.path, { environment: { GREENWING_CONFIG: "b.toml" }, file: "c.toml" }),
  ].map(async (loading) => (await loading).settings.server.port);
  expect(await Promise.all(ports)).toEqual([1, 2, 1, 3]);
});

test("a hooks or bans file starts at the config file, or at the working directory where a flag or variable names it", async () => {
  using folder = new Folder({ "deep/a.toml": 'hooks = "rules.ts"' });
  const fromFile = await load(folder.path, { file: "deep/a.toml" });
  expect(fromFile.settings.hooks).toBe(folder.file("deep/rules.ts"));
  const fromVariable = await load(folder.path, {
    file: "deep/a.toml",
    environment: { GREENWING_HOOKS: "rules.ts", GREENWING_BANS_FILE: "bans.toml" },
  });
  expect(fromVariable.settings.hooks).toBe(folder.file("rules.ts"));
  expect(fromVariable.settings.bans.file).toBe(folder.file("bans.toml"));
});

test("a mistake in the command line comes first and is of status 2", async () => {
  using folder = new Folder({ "a.toml": "ping = 1" });
  const flags = [{ key: "server.port", text: "x", source: "--port" }];
  const message = '--port: given "x", allowed is a whole number from 0 to 65535';
  expect(await problem(load(folder.path, { file: "a.toml", flags }))).toEqual([2, message]);
  const empty = '--config: given "", allowed is the path of a file';
  expect(await problem(load(folder.path, { file: "" }))).toEqual([2, empty]);
});

test("a mistake in the environment or a file is of status 1, also where something else overrides it", async () => {
  using folder = new Folder({ "a.toml": "server.port = true" });
  const environment = { GREENWING_SERVER_PORT: "x" };
  expect(await problem(load(folder.path, { environment, flags: PORT_7 }))).toEqual([
    1,
    'GREENWING_SERVER_PORT: given "x", allowed is a whole number from 0 to 65535',
  ]);
  expect(await problem(load(folder.path, { file: "a.toml", flags: PORT_7 }))).toEqual([
    1,
    "a.toml: server.port: given true, allowed is a whole number from 0 to 65535",
  ]);
  expect(await problem(load(folder.path, { environment: { GREENWING_CONFIG: "no.toml" } }))).toEqual([
    1,
    "cannot read no.toml: no such file",
  ]);
});
