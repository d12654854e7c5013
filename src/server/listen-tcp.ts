import type { Socket, SocketHandler, TCPSocketListener } from "bun";
import { plainAddress } from "../session/binding.ts";
import { TcpConnection, type TcpParts } from "./tcp.ts";
import { isOfTheWeb, WebConnection } from "./websocket.ts";

/** Where to listen, and for whom. */
export interface Listening {
  readonly hostname: string;
  readonly port: number;
  /** Who is expected: a "relay" port takes those of the web too, where `tcp.acceptHttp` is on. */
  readonly speaks: "relay" | "web";
}

/** A port that is open. */
export interface Port {
  readonly hostname: string;
  readonly port: number;
  /** Lets nobody in any more. */
  stop(closeConnections: boolean): void;
}

/** Listens for clients by TCP. Throws as `Bun.listen` does: EADDRINUSE, EACCES, EADDRNOTAVAIL ... */
export function listenTcp(
  { hostname, port, speaks }: Listening,
  parts: TcpParts,
): TCPSocketListener<TcpConnection> {
  const Connection = speaks === "web" ? WebConnection : TcpConnection;
  const socket = handlers(Connection, parts);
  // A connection whose client has closed its side is closed in its turn, as all that may be many at once, not by Bun.
  return Bun.listen<TcpConnection>({ hostname, port, exclusive: true, allowHalfOpen: true, socket });
}

/** What is done with what Bun tells of the sockets of a port, where those who come begin as this `Connection`. */
export function handlers(Connection: typeof TcpConnection, parts: TcpParts): SocketHandler<TcpConnection> {
  const acceptsHttp = Connection !== WebConnection && parts.context.settings.tcp.acceptHttp;
  return {
    binaryType: "uint8array",
    open(socket) {
      // One that was reset while it waited to be accepted has no address any more.
      if (socket.remoteAddress === undefined) return socket.terminate();
      if (!parts.door.opens(plainAddress(socket.remoteAddress))) return socket.terminate();
      socket.setNoDelay(true);
      socket.data = new Connection(socket, parts);
      return undefined;
    },
    data(socket, chunk) {
      if (socket.data === undefined) return;
      if (acceptsHttp && socket.data.session.phase === "opening") goOver(socket, chunk, parts);
      socket.data.receive(chunk);
    },
    drain(socket) {
      socket.data?.drain();
    },
    end(socket) {
      socket.data?.left();
    },
    close(socket, error) {
      if (error !== undefined) socket.data?.session.lost("the connection broke");
      socket.data?.closed("the client left");
    },
    error(socket, error) {
      if (socket.data !== undefined) return socket.data.session.fail(error);
      parts.context.log.defect("internal error", error);
      return socket.terminate();
    },
  };
}

/** The first byte of a connection says what it speaks: section 2. */
function goOver(socket: Socket<TcpConnection>, chunk: Uint8Array, parts: TcpParts): void {
  if (socket.data instanceof WebConnection || !isOfTheWeb(chunk)) return;
  socket.data = new WebConnection(socket, parts, socket.data);
}
