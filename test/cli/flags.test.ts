import { expect, test } from "bun:test";
import { readCommandLine } from "../../src/cli/flags.ts";
import { UsageError } from "../../src/config/user-error.ts";

test("no argument means serving with what is set elsewhere", () => {
  expect(readCommandLine([])).toEqual({ command: "serve", config: undefined, given: [], rest: [] });
});

test("flags give settings in the order of the command line", () => {
  const args = "serve -p 7000 --host ::1 --set ping.interval=4s --max-clients=10 --set server.port=8".split(
    " ",
  );
  expect(readCommandLine([...args, "--welcome", "a = b"]).given).toEqual([
    { key: "server.port", text: "7000", source: "--port" },
    { key: "server.host", text: "::1", source: "--host" },
    { key: "ping.interval", text: "4s", source: "--set ping.interval" },
    { key: "limits.clients", text: "10", source: "--max-clients" },
    { key: "server.port", text: "8", source: "--set server.port" },
    { key: "server.welcome", text: "a = b", source: "--welcome" },
  ]);
});

test("the value of --set begins after its first equals sign", () => {
  expect(readCommandLine(["--set", "server.welcome=a=b\nc"]).given).toEqual([
    { key: "server.welcome", text: "a=b\nc", source: "--set server.welcome" },
  ]);
});

test.each([
  [["version"], "version"],
  [["-v"], "version"],
  [["init"], "init"],
  [["check", "--port", "1"], "check"],
  [["cert", "--self-signed", "play.example.org"], "cert"],
  [["types"], "types"],
  [["help"], "help"],
  [["serve", "--port", "1", "-h"], "help"],
  [["--help-config"], "help-config"],
])("%j asks for %s", (args, command) => {
  expect(readCommandLine(args).command).toBe(command as never);
});

test("check takes a host, and cert reads what follows it", () => {
  expect(readCommandLine(["check", "-p", "1", "play.example.org"]).rest).toEqual(["play.example.org"]);
  expect(readCommandLine(["cert", "--self-signed", "x"]).rest).toEqual(["--self-signed", "x"]);
});

test("chat and probe read what follows them themselves", () => {
  const rest = ["play.example", "--name", "Ada", "--prot"];
  expect(readCommandLine(["chat", ...rest])).toMatchObject({ command: "chat", rest, given: [] });
});

test("--config and -c name the file", () => {
  expect(readCommandLine(["--config", "a.toml"]).config).toBe("a.toml");
  expect(readCommandLine(["-c", "a.toml"]).config).toBe("a.toml");
});

test.each([
  ["--prot 1", "unknown flag --prot: did you mean --port?"],
  ["--wellcome=hi", "unknown flag --wellcome: did you mean --welcome?"],
  ["--colour", "unknown flag --colour"],
  ["-x", "unknown flag -x"],
  ["-hx", "unknown flag -x"],
  ["--port", "--port: given no value, allowed is --port=PORT"],
  ["-p", "--port: given no value, allowed is --port=PORT"],
  ["--port --host ::", "--port: given no value, allowed is --port=PORT"],
  ["--help=yes", "--help: takes no value"],
  ["--set ping.interval", '--set: given "ping.interval", allowed is KEY=VALUE, such as ping.interval=4s'],
  ["sevre", 'unknown command "sevre": did you mean "serve"?'],
  ["colours", 'unknown command "colours"'],
  ["check one two", 'unexpected argument "two": check takes one host'],
  ["serve now", 'unexpected argument "now": serve takes flags only'],
])("%s is not understood", (line, message) => {
  const attempt = () => readCommandLine(line.split(" "));
  expect(attempt).toThrow(UsageError);
  expect(attempt).toThrow(new UsageError(message));
});
