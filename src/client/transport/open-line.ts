import type { ServerAddress } from "./address.ts";
import type { Line, LineListener } from "./line.ts";

/** Opens a line. Rejects with an Error that says in a few words why there is none; `signal` gives up the try. */
export async function openLine(
  address: ServerAddress,
  listener: LineListener,
  signal: AbortSignal,
): Promise<Line> {
  // Each is loaded by those who need it: browsers have no use for TCP.
  if (address.transport === "websocket") {
    const { WebSocketLine } = await import("./websocket-line.ts");
    return await WebSocketLine.open(address.url, listener, signal);
  }
  const { TcpLine } = await import("./tcp-line.ts");
  return await TcpLine.open(address, listener, signal);
}
