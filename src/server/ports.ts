import type { TCPSocketListener } from "bun";
import { ListenError } from "./listen-error.ts";
import { listenTcp } from "./listen-tcp.ts";
import type { TcpConnection, TcpParts } from "./tcp.ts";
import type { UdpPort } from "./udp.ts";

type Listener = TCPSocketListener<TcpConnection>;

/** Every address of the machine: IPv6 and IPv4, and IPv4 alone for a machine that has no IPv6. */
const ANY = "::";
const ANY_IPV4 = "0.0.0.0";

/** A port that is free for TCP may be taken for UDP: so often another one is tried where any will do. */
const TRIES = 10;

/** Opens the TCP and UDP port of the settings: one number for both. Rejects with a ListenError, and opens none then. */
export async function openPorts(tcp: TcpParts, udp: UdpPort): Promise<Listener> {
  const { host, port } = tcp.context.settings.server;
  const tries = port === 0 ? TRIES : 1;
  for (let i = 1; ; i++) {
    const listener = openTcp(host, port, tcp);
    try {
      if (tcp.context.settings.udp.enabled) await udp.listen(listener.hostname, listener.port, tcp.context);
      return listener;
    } catch (error) {
      listener.stop(true);
      if (i === tries) throw new ListenError("UDP", listener.hostname, listener.port, error);
    }
  }
}

function openTcp(host: string, port: number, tcp: TcpParts): Listener {
  try {
    return listenTcp(host, port, tcp);
  } catch (error) {
    const code = (error as { code?: string }).code;
    const lacksIPv6 = host === ANY && (code === "EAFNOSUPPORT" || code === "EADDRNOTAVAIL");
    if (!lacksIPv6) throw new ListenError("TCP", host, port, error);
    return openTcp(ANY_IPV4, port, tcp);
  }
}
