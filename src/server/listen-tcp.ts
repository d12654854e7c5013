import type { TCPSocketListener } from "bun";
import { plainAddress } from "../session/binding.ts";
import { TcpConnection, type TcpParts } from "./tcp.ts";

/** Listens for TCP clients. Throws as `Bun.listen` does: EADDRINUSE, EACCES, EADDRNOTAVAIL ... */
export function listenTcp(hostname: string, port: number, parts: TcpParts): TCPSocketListener<TcpConnection> {
  return Bun.listen<TcpConnection>({
    hostname,
    port,
    exclusive: true,
    socket: {
      binaryType: "uint8array",
      open(socket) {
        // One that was reset while it waited to be accepted has no address any more.
        if (socket.remoteAddress === undefined) return socket.terminate();
        if (!parts.door.opens(plainAddress(socket.remoteAddress))) return socket.terminate();
        socket.setNoDelay(true);
        socket.data = new TcpConnection(socket, parts);
        return undefined;
      },
      data(socket, chunk) {
        socket.data?.session.receive(chunk);
      },
      drain(socket) {
        socket.data?.drain();
      },
      // A client that half-closes has left: section 6.
      end(socket) {
        socket.data?.session.finish("the client left");
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
    },
  });
}
