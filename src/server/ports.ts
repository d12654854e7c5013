import { DEFAULT_WEBSOCKET_PORT } from "../settings/schema.ts";
import { ListenError, type ListeningFor } from "./listen-error.ts";
import { type Listening, listenTcp, type Port } from "./listen-tcp.ts";
import type { TcpParts } from "./tcp.ts";
import type { Tls } from "./tls/tls.ts";
import type { UdpPort } from "./udp.ts";

/** Every address of the machine: IPv6 and IPv4, and IPv4 alone for a machine that has no IPv6. */
const ANY = "::";
const ANY_IPV4 = "0.0.0.0";

/** Listening on it takes any port that is free. */
const FREE = 0;

/** A port that is free for TCP may be taken for UDP: so often another one is tried where any will do. */
const TRIES = 10;

/** Opens the TCP and UDP port of the settings: one number for both. Rejects with a ListenError, and opens none then. */
export async function openPorts(tcp: TcpParts, udp: UdpPort): Promise<Port> {
  const { host, port } = tcp.context.settings.server;
  const tries = port === FREE ? TRIES : 1;
  for (let i = 1; ; i++) {
    const listener = openTcp({ hostname: host, port, speaks: "relay" }, tcp, "TCP");
    try {
      if (tcp.context.settings.udp.enabled) await udp.listen(listener.hostname, listener.port, tcp.context);
      return listener;
    } catch (error) {
      listener.stop(true);
      if (i === tries) throw new ListenError("UDP", listener.hostname, listener.port, error);
    }
  }
}

/**
 * Opens the port for the web, `websocket.port`: none where that is 0, or the relay port, which takes those of the web
 * too. Then, unless this one is to be encrypted, the usual number may also be in use, by another server on this machine
 * for instance. Throws a ListenError.
 */
export function openWebPort(relay: Port, tcp: TcpParts, tls: Tls | undefined): Port | undefined {
  const { settings, log } = tcp.context;
  const isSpare = settings.tcp.acceptHttp && tls === undefined;
  const wanted = settings.websocket.port;
  const port = settings.server.port === 0 ? FREE : wanted;
  if (wanted === 0 || (isSpare && port === relay.port)) return undefined;
  try {
    return openTcp({ hostname: relay.hostname, port, speaks: "web" }, tcp, "WebSocket", tls);
  } catch (error) {
    const mayBeInUse = isSpare && port === DEFAULT_WEBSOCKET_PORT;
    if (!mayBeInUse || !(error instanceof ListenError) || error.code !== "EADDRINUSE") throw error;
    log.write(
      "warn",
      `port ${port} (WebSocket) is in use: browsers use port ${relay.port}, or one that websocket.port chooses`,
    );
    return undefined;
  }
}

/** Opens the port for encrypted connections of clients, `tls.port`: none where that is 0. Throws a ListenError. */
export function openTlsPort({ hostname }: Port, tcp: TcpParts, tls: Tls): Port | undefined {
  const { server, tls: settings } = tcp.context.settings;
  if (settings.port === 0) return undefined;
  const port = server.port === 0 ? FREE : settings.port;
  return openTcp({ hostname, port, speaks: "relay" }, tcp, "TLS", tls);
}

/** Opens the port where Flash asks for a policy, `flash.port`: none where that is 0. Throws a ListenError. */
export function openFlashPort({ hostname }: Port, tcp: TcpParts): Port | undefined {
  const { port } = tcp.context.settings.flash;
  return port === 0 ? undefined : openTcp({ hostname, port, speaks: "web" }, tcp, "Flash");
}

function openTcp(listening: Listening, tcp: TcpParts, listeningFor: ListeningFor, tls?: Tls): Port {
  const { hostname, port } = listening;
  try {
    return tls === undefined ? listenTcp(listening, tcp) : tls.listen(listening);
  } catch (error) {
    const code = (error as { code?: string }).code;
    const lacksIPv6 = hostname === ANY && (code === "EAFNOSUPPORT" || code === "EADDRNOTAVAIL");
    if (!lacksIPv6) throw new ListenError(listeningFor, hostname, port, error);
    return openTcp({ ...listening, hostname: ANY_IPV4 }, tcp, listeningFor, tls);
  }
}
