import { loadConfig } from "../config/load.ts";
import { workingDirectory } from "../config/working-directory.ts";
import type { Certificate } from "../server/tls/certificate.ts";
import { CertificateError } from "../server/tls/certificate-error.ts";
import { PairFiles } from "../server/tls/pair-files.ts";
import type { Settings } from "../settings/schema.ts";
import type { CommandLine } from "./flags.ts";
import { hostOf } from "./host-name.ts";

/** What was found: lines to read, and what is wrong, a line each. */
interface Findings {
  readonly lines: readonly string[];
  readonly wrong: readonly string[];
}

/** Days that a certificate may have left before that is called wrong: those who renew by themselves do it earlier. */
const ENOUGH = 14;

/**
 * Prints what the server would do with these settings, without doing it, and gives the exit status: 1 where something
 * is wrong. Throws a `UserError` for settings that cannot be.
 */
export async function check({ config, given, rest }: CommandLine): Promise<number> {
  const [host] = rest.map(hostOf);
  const sources = { file: config, flags: given, environment: process.env, directory: workingDirectory() };
  const { settings, file } = await loadConfig(sources);
  const certificate = await certificateFindings(settings.tls, host, Date.now());
  const lines = [`config: ${file ?? "no file"}`, ...settingLines(settings), ...certificate.lines];
  console.log(
    [...lines, ...(certificate.wrong.length === 0 ? ["Nothing is wrong with it."] : [])].join("\n"),
  );
  for (const line of certificate.wrong) console.error(`greenwing: ${line}`);
  return certificate.wrong.length === 0 ? 0 : 1;
}

function settingLines({ server, tcp, udp, websocket, hooks, bans, tls }: Settings): string[] {
  const at = (port: number) => (server.port === 0 ? "a free port" : `port ${port}`);
  const orNone = (port: number) => (port === 0 ? "no port" : at(port));
  const isEncrypted = tls.cert !== "";
  const web = `${orNone(websocket.port)}${isEncrypted ? " by https and wss" : ""}`;
  return [
    `listens: ${at(server.port)} of ${server.host}, ${udp.enabled ? "TCP and UDP" : "TCP, not UDP"}`,
    `browsers (WebSocket): ${web}${tcp.acceptHttp ? `, ${at(server.port)}` : ""}`,
    `TLS: ${isEncrypted ? orNone(tls.port) : "no certificate"}`,
    `hooks: ${hooks || "none"}`,
    `bans: ${bans.file || "kept until the server stops"}`,
  ];
}

/** What there is to say of the certificate of these settings, at a moment; and whether it holds for a host. */
export async function certificateFindings(
  tls: Settings["tls"],
  host: string | undefined,
  now: number,
): Promise<Findings> {
  if (tls.cert === "" && tls.key === "") {
    const none = `there is no certificate for ${host}: give one with tls.cert and tls.key`;
    return { lines: [], wrong: host === undefined ? [] : [none] };
  }
  try {
    const certificate = await new PairFiles(tls).read();
    return { lines: linesOf(certificate, tls.cert, now), wrong: problemsOf(certificate, host, now) };
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    return { lines: [], wrong: [error.message] };
  }
}

function linesOf(certificate: Certificate, path: string, now: number): string[] {
  const { subject, issuer, selfSigned, lastDay } = certificate;
  const left = certificate.daysLeft(now);
  return [
    `certificate: ${path}`,
    `  for ${subject}`,
    `  from ${selfSigned ? "itself: browsers and clients ask before they trust it" : issuer}`,
    `  until ${lastDay}, ${left < 0 ? "which is over" : `${left} ${left === 1 ? "day" : "days"} left`}`,
  ];
}

function problemsOf(certificate: Certificate, host: string | undefined, now: number): string[] {
  const { selfSigned, chained, lastDay } = certificate;
  const left = certificate.daysLeft(now);
  const renew = "renew it; a running server takes the new files by itself";
  return [
    ...(left < 0 ? [`the certificate has ended on ${lastDay}: ${renew}`] : []),
    ...(left >= 0 && left < ENOUGH ? [`the certificate ends on ${lastDay}, soon: ${renew}`] : []),
    ...(now < certificate.from ? ["the certificate does not hold yet: is this machine's clock right?"] : []),
    ...(selfSigned || chained > 1
      ? []
      : ["tls.cert has no certificate but its own: give the whole chain, of Let's Encrypt fullchain.pem"]),
    ...namesProblems(certificate, host),
  ];
}

function namesProblems(certificate: Certificate, host: string | undefined): string[] {
  const { hasNames, subject } = certificate;
  if (!hasNames)
    return [
      `the certificate has no subjectAltName, which browsers need: get one that has ${host ?? "the server's name"} there`,
    ];
  if (host === undefined || certificate.holdsFor(host)) return [];
  return [
    `the certificate is not for ${host}: it is for ${subject}; get one for ${host}, or connect by a name that it has`,
  ];
}
