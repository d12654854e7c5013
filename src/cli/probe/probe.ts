import { UsageError } from "../../config/user-error.ts";
import { helpOf, visitorLine } from "../visitor-line.ts";
import { addressesOf, type Finding, type Target, tryAddresses, tryRelay, tryWebSocket } from "./ways.ts";

const FLAGS = {
  skip: { type: "string", value: "WAYS", meaning: "what need not work: udp, websocket, or udp,websocket" },
  websocket: {
    type: "string",
    value: "URL",
    meaning: "where the WebSocket is; else the port itself, and 6122",
  },
  help: { type: "boolean", short: "h", meaning: "show this" },
} as const;

const USAGE = `greenwing probe: say by which ways players reach a Lacewing server

  greenwing probe                        this machine's server
  greenwing probe play.example:6121      TCP, UDP and WebSocket
  greenwing probe lacewings://play.example    encrypted: TCP and WebSocket
  greenwing probe wss://play.example     this WebSocket only

Exit status
  0  every way works     1  no server by TCP, or at the given WebSocket
  3  UDP does not        4  everything but WebSocket does        2  a wrong command line`;

/** The usual port for WebSockets. */
const WEBSOCKET_PORT = 6122;

const SKIPPED = ["udp", "websocket"];
const LOOPBACK = /^(127\.|::1$)/;

/** Tries every way to a server and prints what was found; gives the exit status. */
export async function probe(args: readonly string[]): Promise<number> {
  const { values, server, shown } = visitorLine(args, FLAGS);
  if (values.help === true) return helpOf(USAGE, FLAGS);
  const skipped = skippedBy(values.skip);
  const websocket = websocketGiven(values.websocket);
  console.log(`${shown}:`);
  if (server.transport === "websocket") return statusOf(tell([await tryWebSocket([server.url])]), 1);
  const addresses = await addressesOf(server.host);
  const findings = tell(named(server.host, addresses));
  if (findings.some(({ works }) => !works)) return 1;
  findings.push(...tell(await tryAddresses(addresses, server.port)));
  const isReachable = findings.filter(({ way }) => way === "TCP").length < addresses.length;
  if (!isReachable) return 1;
  findings.push(...tell(await tryRelay(server, server.secure || skipped.includes("udp"))));
  if (!skipped.includes("websocket"))
    findings.push(...tell([await tryWebSocket(websocketUrls(server, websocket))]));
  if (addresses.every((address) => LOOPBACK.test(address)))
    console.log("  This was from the machine to itself: firewalls and routers are not on that way.");
  return statusOf(findings, 4);
}

function skippedBy(text: unknown): string[] {
  const skipped = typeof text === "string" ? text.split(",").map((way) => way.trim()) : [];
  const unknown = skipped.find((way) => !SKIPPED.includes(way));
  if (unknown !== undefined)
    throw new UsageError(`--skip: given ${JSON.stringify(unknown)}, allowed is ${SKIPPED.join(", ")}`);
  return skipped;
}

function named(host: string, addresses: readonly string[]): Finding[] {
  if (addresses.length === 1 && addresses[0] === host) return [];
  const works = addresses.length > 0;
  const text = works
    ? `${host} is ${addresses.join(" and ")}`
    : `there is no host ${host}: look at its spelling`;
  return [{ way: "name", works, text }];
}

function websocketGiven(text: unknown): string | undefined {
  if (typeof text !== "string") return undefined;
  if (!/^wss?:$/.test(URL.parse(text)?.protocol ?? ""))
    throw new UsageError(
      `--websocket: given ${JSON.stringify(text)}, allowed is ws://HOST:PORT or wss://HOST:PORT`,
    );
  return text;
}

function websocketUrls({ host, port, secure }: Target, given: string | undefined): string[] {
  if (given !== undefined) return [given];
  const written = host.includes(":") ? `[${host}]` : host;
  return [...new Set([port, WEBSOCKET_PORT])].map((each) => `${secure ? "wss" : "ws"}://${written}:${each}/`);
}

/** Prints findings as they come. */
function tell(findings: Finding[]): Finding[] {
  for (const { way, works, text } of findings)
    console.log(`  ${works ? "ok  " : "FAIL"}  ${way.padEnd(9)}  ${text}`);
  return findings;
}

/** The gravest of what does not work. */
function statusOf(findings: readonly Finding[], websocket: number): number {
  const failing = new Set(findings.filter(({ works }) => !works).map(({ way }) => way));
  const answers = findings.some(({ way, works }) => way === "TCP" && works);
  if (failing.has("TCP") && !answers) return 1;
  if (failing.has("UDP")) return 3;
  if (failing.has("WebSocket")) return websocket;
  return failing.has("TCP") ? 1 : 0;
}
