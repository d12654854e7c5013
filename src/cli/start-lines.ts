import { networkInterfaces } from "node:os";
import { type Interfaces, reachable } from "./addresses.ts";
import { VERSION } from "./version.ts";

/** What a server that has started tells its owner. */
export interface Started {
  readonly host: string;
  readonly port: number;
  /** Whether it listens for UDP too. */
  readonly udp: boolean;
  /** The ports that browsers connect to. */
  readonly web: readonly number[];
  /** Those that they connect to by https and wss. */
  readonly secureWeb: readonly number[];
  /** The port for encrypted connections of clients, and the file of the certificate; none, and empty, without one. */
  readonly tlsPort: number | undefined;
  readonly certificate: string;
  /** Whether they get pages to try the server with. */
  readonly pages: boolean;
  /** Paths of the files in use; undefined or empty where there are none. */
  readonly config: string | undefined;
  readonly hooks: string;
  /** Whether the hooks are loaded again when their file changes. */
  readonly watched: boolean;
}

/** The lines that `serve` prints when it has started: where it is reached, what it runs on, how to stop it. */
export function startLines(started: Started, interfaces: Interfaces = networkInterfaces()): string[] {
  const { host, port, udp, config, hooks, watched } = started;
  const addresses = reachable(host, port, interfaces);
  const width = Math.max(...addresses.map(({ address }) => address.length));
  const transports = udp ? "TCP and UDP" : "TCP, not UDP (udp.enabled is off)";
  return [
    `greenwing ${VERSION} listens on port ${port}, ${transports}:`,
    ...(addresses.length === 0 ? ["  no network address on this machine yet"] : []),
    ...addresses.map(
      ({ address, remote }) => `  ${address.padEnd(width)}  ${remote ? "the network" : "this machine only"}`,
    ),
    webLine(started),
    ...tryLines(started, interfaces),
    ...tlsLines(started),
    `config: ${config ?? "no file"}`,
    `hooks: ${hooks || "none"}${watched ? " (loaded again when it changes)" : ""}`,
    `Stop it with Ctrl-C, or: ${process.platform === "win32" ? "taskkill /PID" : "kill"} ${process.pid}`,
  ];
}

function webLine({ web, secureWeb }: Started): string {
  const ports = [
    ...(web.length === 0 ? [] : [`port ${web.join(" or ")}`]),
    ...(secureWeb.length === 0 ? [] : [`by https and wss port ${secureWeb.join(" or ")}`]),
  ];
  return `browsers (WebSocket): ${ports.length === 0 ? "no port" : ports.join(", ")}`;
}

function tlsLines({ tlsPort, certificate }: Started): string[] {
  if (certificate === "") return [];
  const port = tlsPort === undefined ? "no port for clients" : `port ${tlsPort}`;
  return [`TLS: ${port}, certificate ${certificate} (renewed when it changes)`];
}

/** Where a browser finds the example pages: on this machine, and in the network. */
function tryLines({ host, web, secureWeb, pages }: Started, interfaces: Interfaces): string[] {
  const [scheme, port] = secureWeb.length > 0 ? ["https", secureWeb[0]] : ["http", web[0]];
  if (!pages || port === undefined) return [];
  const addresses = reachable(host, port, interfaces);
  const places = [addresses.find(({ remote }) => !remote), addresses.find(({ remote }) => remote)];
  const urls = places.flatMap((place) => (place === undefined ? [] : `${scheme}://${place.address}/chat`));
  return urls.length === 0 ? [] : [`  to try it: ${urls.join(" or ")} (and /game)`];
}
