import { DEFAULT_WEBSOCKET_PORT } from "../settings/schema.ts";
import { ListenError, type ListeningFor } from "./listen-error.ts";
import { type Listening, listenTcp, type Port } from "./listen-tcp.ts";
import type { TcpParts } from "./tcp.ts";
import type { Tls } from "./tls/tls.ts";
import type { UdpPort } from "./udp.ts";

/** Every address of the machine: IPv6 and IPv4, and IPv4 alone for a machine that has no IPv6. */
const ANY = "::";
const ANY_IPV4 = "0.0.0.0";

/** A port that is free for TCP may be taken for UDP: so often another one is tried where any will do. */
const TRIES = 10;

/** Opens the TCP and UDP port of the settings: one number for both. Rejects with a ListenError, and opens none then. */
export async function openPorts(tcp: TcpParts, udp: UdpPort): Promise<Port> {
  const { host, port } = tcp.context.settings.server;
  const tries = port === 0 ? TRIES : 1;
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
 * Opens the port for the web, `websocket.port`: none where that is 0. Where the relay port takes those of the web too,
 * and this one would not be encrypted, the usual number may be taken, by another server on this machine for instance.
 * Throws a ListenError.
 */
export function openWebPort(hostname: string, tcp: TcpParts, tls: Tls | undefined): Port | undefined {
  const {
    server,
    websocket,
    tcp: { acceptHttp },
  } = tcp.context.settings;
  if (websocket.port === 0) return undefined;
  const port = server.port === 0 ? 0 : websocket.port;
  try {
    return openTcp({ hostname, port, speaks: "web" }, tcp, "WebSocket", tls);
  } catch (error) {
    const isSpare = tls === undefined && acceptHttp && port === DEFAULT_WEBSOCKET_PORT;
    if (!isSpare || !(error instanceof ListenError) || error.code !== "EADDRINUSE") throw error;
    tcp.context.log.write(
      "warn",
      `port ${port} (WebSocket) is in use, so browsers connect to port ${server.port} (websocket.port chooses another)`,
    );
    return undefined;
  }
}

/** Opens the port for encrypted connections of clients, `tls.port`: none where that is 0. Throws a ListenError. */
export function openTlsPort(hostname: string, tcp: TcpParts, tls: Tls): Port | undefined {
  const { server, tls: settings } = tcp.context.settings;
  if (settings.port === 0) return undefined;
  const port = server.port === 0 ? 0 : settings.port;
  return openTcp({ hostname, port, speaks: "relay" }, tcp, "TLS", tls);
}

/** Opens the port where Flash asks for a policy, `flash.port`: none where that is 0. Throws a ListenError. */
export function openFlashPort(hostname: string, tcp: TcpParts): Port | undefined {
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
