import type { TCPSocketListener } from "bun";
import { handlers, type Listening } from "../listen-tcp.ts";
import type { TcpConnection, TcpParts } from "../tcp.ts";
import { WebConnection } from "../websocket.ts";
import type { Pair } from "./certificate.ts";
import { TlsConnection } from "./tls-connection.ts";

/** As `listenTcp`, for connections that are encrypted with this certificate. */
export function listenTls(
  { hostname, port, speaks }: Listening,
  tls: Pair,
  parts: TcpParts,
): TCPSocketListener<TcpConnection> {
  const common = handlers(speaks === "web" ? WebConnection : TlsConnection, { ...parts, encrypted: true });
  return Bun.listen<TcpConnection>({
    hostname,
    port,
    exclusive: true,
    tls,
    socket: {
      ...common,
      // Until it is done nothing comes in; `limits.handshakeTimeout` is for this as well.
      handshake(socket, success, error) {
        if (!success) socket.data?.session.lost(`no TLS: ${reasonOf(error)}`);
      },
      error(socket, error) {
        if (!isTheirs(error)) return common.error?.(socket, error);
        return socket.data?.session.lost(`broken TLS: ${reasonOf(error)}`);
      },
    },
  });
}

/** Whether the client sent what cannot be decrypted, or an alert: no defect of ours. */
function isTheirs(error: Error): boolean {
  return (error as { code?: string }).code === "EPROTO";
}

/** The last of `error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER`. */
function reasonOf(error: Error | null): string {
  return error?.message.split(":").at(-1) ?? "no handshake";
}
