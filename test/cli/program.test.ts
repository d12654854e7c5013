import { expect, test } from "bun:test";
import { VERSION } from "../../src/cli/version.ts";
import { PLAY } from "../support/certificates/pairs.ts";
import { Folder } from "../support/folder.ts";
import { Program, SOURCE } from "../support/program.ts";

const LOCAL = ["--host", "127.0.0.1"];

/** A port that is taken for as long as the test runs. */
function takenPort(hostname = "127.0.0.1"): Disposable & { port: number } {
  const listener = Bun.listen({ hostname, port: 0, socket: { data() {} } });
  return { port: listener.port, [Symbol.dispose]: () => listener.stop(true) };
}

test("--version is one line of version, commit and runtime", async () => {
  const { status, out, err } = await Program.run(["--version"]);
  expect(out).toMatch(
    /^greenwing \d+\.\d+\.\d+ \((commit [0-9a-f]{7,}|unknown commit), bun \d+\.\d+\.\d+\)\n$/,
  );
  expect([status, err]).toEqual([0, ""]);
});

test.skipIf(process.platform === "win32")("in a folder that was removed it says so in one line", async () => {
  const removed = ["sh", "-c", 'cd "$(mktemp -d)" && rmdir "$PWD" && exec "$@"', "sh", ...SOURCE];
  for (const args of [["check"], ["serve"], ["init"], ["cert", "--self-signed", "localhost"]])
    expect(await Program.run(args, { command: removed })).toEqual({
      status: 1,
      out: "",
      err: "greenwing: the folder that you are in was removed: change to another one\n",
    });
});

test("help goes to standard output", async () => {
  const [help, settings] = await Promise.all([Program.run(["--help"]), Program.run(["--help-config"])]);
  expect([help.status, help.err]).toEqual([0, ""]);
  expect(help.out).toStartWith("greenwing: a server for the Lacewing Relay protocol");
  expect([settings.status, settings.err]).toEqual([0, ""]);
  expect(settings.out).toContain("[ping]\n# ping a client that sent nothing for so long; 0: never");
});

test.each([
  [["--prot", "7000"], "unknown flag --prot: did you mean --port?"],
  [["--port", "70000"], '--port: given "70000", allowed is a whole number from 0 to 65535'],
  [["--set", "ping.interva=3"], 'unknown setting "ping.interva": did you mean "ping.interval"?'],
  [["sevre"], 'unknown command "sevre": did you mean "serve"?'],
])("the wrong command line %j is one line and status 2", async (args, message) => {
  expect(await Program.run(args)).toEqual({ status: 2, out: "", err: `greenwing: ${message}\n` });
});

test("a bad file, variable, hooks or bans file is one line and status 1, and nothing is started", async () => {
  using folder = new Folder({
    "bad.toml": "[ping]\ninterval = 8s\n",
    "bans.toml": '[[ban]]\naddress = "::1"\nuntil = 2030-01-01\n',
    "bad.ts": "export default { acceptLogn() {} };",
  });
  const cwd = folder.path;
  const outcomes = await Promise.all([
    Program.run(["--config", "bad.toml"], { cwd }),
    Program.run(LOCAL, { cwd, env: { GREENWING_SERVER_PORT: "six" } }),
    Program.run(["--hooks", "bad.ts"], { cwd }),
    Program.run([...LOCAL, "--set", "bans.file=bans.toml"], { cwd }),
  ]);
  expect(outcomes.map(({ status, out, err }) => [status, out, err.replace(cwd, "HERE")])).toEqual([
    [1, "", "greenwing: bad.toml, line 2: Unexpected character after a value: 's'\n"],
    [1, "", 'greenwing: GREENWING_SERVER_PORT: given "six", allowed is a whole number from 0 to 65535\n'],
    [
      1,
      "",
      'greenwing: hooks file HERE/bad.ts, line 1: unknown hook "acceptLogn": did you mean "acceptLogin"?\n',
    ],
    [
      1,
      "",
      "greenwing: bans file HERE/bans.toml: entry 1: until: given 2030-01-01, allowed is a date and time with its zone, such as 2030-12-31T23:59:59Z\n",
    ],
  ]);
});

test("a port in use is one line and status 1", async () => {
  using taken = takenPort();
  const { status, out, err } = await Program.run([...LOCAL, "--port", String(taken.port)]);
  expect([status, out]).toEqual([1, ""]);
  expect(err).toStartWith(`greenwing: port ${taken.port} (TCP) is in use`);
  expect(err.trim().split("\n")).toHaveLength(1);
});

test("a certificate without its key, and a TLS port in use, are one line and status 1", async () => {
  // Where no other test's connection takes a port that was free a moment ago: only Linux has it.
  const host = process.platform === "linux" ? "127.0.0.2" : "127.0.0.1";
  using taken = takenPort(host);
  using folder = new Folder({
    "greenwing.toml": `[server]\nport = 0\nhost = "${host}"\n[tls]\ncert = '${PLAY.cert}'\n`,
  });
  const { port } = taken;
  const own = takenPort(host);
  const free = String(own.port);
  own[Symbol.dispose]();
  const flags = [
    "--port",
    free,
    "--set",
    `tls.key=${PLAY.key}`,
    "--set",
    `tls.port=${port}`,
    "--set",
    "websocket.port=0",
  ];
  const [keyless, used] = await Promise.all([
    Program.run([], { cwd: folder.path }),
    Program.run(flags, { cwd: folder.path }),
  ]);
  expect(keyless).toEqual({
    status: 1,
    out: "",
    err: "greenwing: tls.cert is given and tls.key is not: a certificate needs its key\n",
  });
  expect([used.status, used.out]).toEqual([1, ""]);
  expect(used.err).toStartWith(`greenwing: port ${port} (TLS) is in use`);
  expect(used.err.trim().split("\n")).toHaveLength(1);
});

test("it says where it listens, lets a client in by the file's settings, and stops when asked to", async () => {
  using folder = new Folder({
    "greenwing.toml": 'hooks = "rules.ts"\nserver.welcome = "Hello from the file"\n',
    "rules.ts": "export default { acceptConnection() { console.error('asked'); } };",
  });
  await using program = new Program([...LOCAL, "--port", "0", "--log-level", "warn"], { cwd: folder.path });
  const lines = (await program.says("Stop it with Ctrl-C")).split("\n");
  expect(lines[0]).toMatch(new RegExp(`^greenwing ${VERSION} listens on port \\d+, TCP and UDP:$`));
  expect(lines[1]).toMatch(/^ {2}127\.0\.0\.1:\d+ {2}this machine only$/);
  expect(lines[2]).toMatch(/^browsers \(WebSocket\): port \d+ or \d+$/);
  expect(lines[3]).toMatch(/^ {2}to try it: http:\/\/127\.0\.0\.1:\d+\/chat /);
  expect(lines.slice(4, 6)).toEqual([
    `config: ${folder.file("greenwing.toml")}`,
    `hooks: ${folder.file("rules.ts")}`,
  ]);
  expect(await welcome(Number(/:(\d+)/.exec(lines[1] ?? "")?.[1]))).toBe("Hello from the file");

  // Twice, as a terminal and `bun run` do it.
  program.signal("SIGINT");
  program.signal("SIGINT");
  const { status, out, err } = await program.ended();
  expect(out).toContain("SIGINT: stopping");
  expect(out).toEndWith("stopped\n");
  expect([status, err]).toEqual([0, "asked\n"]);
});

test("--log-format json makes each line of the log an object", async () => {
  await using program = new Program([...LOCAL, "--port", "0", "--log-format", "json"]);
  const out = await program.says("Stop it with Ctrl-C");
  await welcome(Number(/:(\d+)/.exec(out.split("\n")[1] ?? "")?.[1]));
  program.signal("SIGTERM");
  const { err } = await program.ended();
  const lines = err.trim().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toContainEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    level: "info",
    cause: "connected",
    text: "client 1 at 127.0.0.1 connected",
  });
});

/** Connects as a client does (section 4.1) and gives the text that it is welcomed with (section 5.1). */
async function welcome(port: number): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  const request = Buffer.from("\0\0\x0b\0revision 3", "latin1");
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port,
    socket: { data: (_, bytes) => resolve(Buffer.from(bytes)) },
  });
  socket.write(request);
  const frame = await promise;
  socket.end();
  return frame.subarray(6).toString();
}
