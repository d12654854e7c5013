import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import { join } from "node:path";
import { UsageError, UserError } from "../config/user-error.ts";
import { workingDirectory } from "../config/working-directory.ts";
import { hostOf } from "./host-name.ts";

/** The files that are made. */
const CERT = "cert.pem";
const KEY = "key.pem";

/** For how many days a certificate holds: browsers take no longer ones of those that must be trusted. */
const DAYS = 365;

/** Where a server is tried out from. */
const HERE = ["localhost", "127.0.0.1", "::1"];

const USAGE = "allowed is: greenwing cert --self-signed HOST";

/** Makes a certificate and its key in the working directory, prints what to do with them, and gives the exit status. */
export async function cert(args: readonly string[]): Promise<number> {
  const host = hostIn(args);
  await selfSigned(host, workingDirectory());
  console.log(
    [
      `made  ${CERT.padEnd(8)}  a certificate for ${namesFor(host).join(", ")}, for ${DAYS} days`,
      `made  ${KEY.padEnd(8)}  its key, which is yours alone`,
      "",
      "Start the server with them:",
      `  greenwing --set tls.cert=${CERT} --set tls.key=${KEY}`,
      "Browsers ask before they trust it, and clients that cannot ask refuse it: it is for trying things out.",
    ].join("\n"),
  );
  return 0;
}

/**
 * Makes a self-signed certificate for a host, and for this machine itself, in a folder. Rejects with a
 * {@link UserError} where files are there already or cannot be written, or where it cannot be made.
 */
export async function selfSigned(
  host: string,
  folder: string,
  openssl = Bun.which("openssl"),
): Promise<void> {
  const there = [CERT, KEY].find((name) => existsSync(join(folder, name)));
  if (there !== undefined)
    throw new UserError(`${there} is here already: move it away, or work in another folder`);
  if (openssl === null)
    throw new UserError(
      "openssl is not here, which makes certificates: install it (Debian: apt install openssl; Windows: it comes with Git)",
    );
  const aside = writing(folder, () => mkdtempSync(join(folder, ".greenwing-")));
  try {
    writing(folder, () => writeFileSync(join(aside, "request"), requestFor(host)));
    await run([openssl, ...REQUEST], aside);
    // The key first: a certificate without one would be of no use.
    for (const name of [KEY, CERT]) writing(folder, () => renameSync(join(aside, name), join(folder, name)));
  } finally {
    rmSync(aside, { recursive: true });
  }
}

/** Does what writes into a folder. Throws a {@link UserError} where it cannot. */
function writing<T>(folder: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      `cannot write into ${folder} (${code}): go to a folder that you may write to, and that has room`,
    );
  }
}

const REQUEST = [
  ...["req", "-x509", "-config", "request", "-days", String(DAYS)],
  ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", KEY, "-out", CERT],
];

async function run(command: readonly string[], cwd: string): Promise<void> {
  const made = Bun.spawn([...command], { cwd, stdin: "ignore", stdout: "ignore", stderr: "pipe" });
  const [complaint, status] = await Promise.all([made.stderr.text(), made.exited]);
  if (status !== 0) throw new UserError(`openssl has failed: ${complaint.trim().split("\n").at(-1)}`);
}

function hostIn(args: readonly string[]): string {
  const [flag, host, ...others] = args.flatMap((arg) => arg.split(/(?<=^--self-signed)=/));
  if (flag !== "--self-signed" || host === undefined || others.length > 0)
    throw new UsageError(`cert: ${USAGE}`);
  return hostOf(host);
}

function namesFor(host: string): string[] {
  return [host, ...HERE.filter((each) => each !== host)];
}

/** What openssl is asked for; its own settings, which may be anything, are not read. */
function requestFor(host: string): string {
  const names = namesFor(host).map((name, i) => `${isIP(name) === 0 ? "DNS" : "IP"}.${i} = ${name}`);
  return `[req]
prompt = no
distinguished_name = subject
x509_extensions = extensions
[subject]
CN = ${host.slice(0, 64)}
[extensions]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = @names
[names]
${names.join("\n")}
`;
}
