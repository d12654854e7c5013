import { expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { selfSigned } from "../../src/cli/cert.ts";
import { UserError } from "../../src/config/user-error.ts";
import { Certificate } from "../../src/server/tls/certificate.ts";
import { Folder } from "../support/folder.ts";
import { Program } from "../support/program.ts";

const hasOpenssl = Bun.which("openssl") !== null;
const DAY = 24 * 60 * 60 * 1000;

test.skipIf(!hasOpenssl)(
  "greenwing cert makes a certificate and its key, with which a server starts",
  async () => {
    using folder = new Folder();
    const cwd = folder.path;
    const { status, out, err } = await Program.run(["cert", "--self-signed", "play.example.org"], { cwd });
    expect([status, err]).toEqual([0, ""]);
    expect(out).toContain("greenwing --set tls.cert=cert.pem --set tls.key=key.pem");
    const text = (name: string) => readFileSync(folder.file(name), "utf8");
    const certificate = new Certificate({ cert: text("cert.pem"), key: text("key.pem") });
    const hosts = ["play.example.org", "localhost", "127.0.0.1", "::1"];
    expect(hosts.filter((host) => certificate.holdsFor(host))).toEqual(hosts);
    expect(certificate.daysLeft(Date.now() + DAY)).toBe(363);
    if (process.platform !== "win32") expect(statSync(folder.file("key.pem")).mode & 0o777).toBe(0o600);
    expect(readdirSync(cwd).sort()).toEqual(["cert.pem", "key.pem"]);

    const flags = [
      "--host",
      "127.0.0.1",
      "--port",
      "0",
      "--set",
      "tls.cert=cert.pem",
      "--set",
      "tls.key=key.pem",
    ];
    await using server = new Program(flags, { cwd });
    expect(await server.says("Stop it with")).toMatch(/\nTLS: port \d+, certificate .*cert\.pem \(renewed/);
  },
);

test.skipIf(!hasOpenssl)("an address and a long name are hosts too", async () => {
  const hosts = ["2001:db8::7", `${"a".repeat(60)}.${"b".repeat(60)}.example.org`];
  for (const host of hosts) {
    using folder = new Folder();
    await selfSigned(host, folder.path);
    const [cert, key] = ["cert.pem", "key.pem"].map((name) => readFileSync(folder.file(name), "utf8"));
    expect(new Certificate({ cert: cert ?? "", key: key ?? "" }).holdsFor(host)).toBe(true);
  }
});

test("what is there is left alone, and without openssl it is said how to get it", async () => {
  using folder = new Folder({ "key.pem": "mine" });
  await expect(selfSigned("localhost", folder.path)).rejects.toThrow(
    new UserError("key.pem is here already: move it away, or work in another folder"),
  );
  using empty = new Folder();
  await expect(selfSigned("localhost", empty.path, null)).rejects.toThrow(
    "openssl is not here, which makes certificates: install it",
  );
  expect([readdirSync(folder.path), readdirSync(empty.path)]).toEqual([["key.pem"], []]);
});

test("a folder that cannot be written into is one line that says what to do", async () => {
  using folder = new Folder();
  const gone = folder.file("gone");
  await expect(selfSigned("localhost", gone, "openssl")).rejects.toThrow(
    new UserError(
      `cannot write into ${gone} (ENOENT): go to a folder that you may write to, and that has room`,
    ),
  );
});

test.each([
  [["cert"], "cert: allowed is: greenwing cert --self-signed HOST"],
  [["cert", "localhost"], "cert: allowed is: greenwing cert --self-signed HOST"],
  [["cert", "--self-signed", "a", "b"], "cert: allowed is: greenwing cert --self-signed HOST"],
  [
    ["cert", "--self-signed=a,b"],
    'given "a,b", allowed is a host: a name such as play.example.org, or an address',
  ],
])("the wrong command line %j is one line and status 2", async (args, message) => {
  expect(await Program.run(args)).toEqual({ status: 2, out: "", err: `greenwing: ${message}\n` });
});
