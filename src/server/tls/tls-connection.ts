import type { TransportKind } from "../../relay/link.ts";
import { TcpConnection } from "../tcp.ts";

/** A TCP connection whose bytes are encrypted: nothing else is different. */
export class TlsConnection extends TcpConnection {
  override get kind(): TransportKind {
    return "tls";
  }
}
