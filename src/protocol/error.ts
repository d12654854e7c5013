/** How a client broke the protocol. */
export type Breach =
  | "too large"
  | "too short"
  | "unknown type"
  | "unknown request"
  | "not allowed now"
  | "not WebSocket";

/** A client broke the protocol: section 6, "malformed frame". It ends the connection that sent it, and no other. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
  readonly code: Breach;

  constructor(code: Breach, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
  }
}
