/** What a port is for. */
export type ListeningFor = "TCP" | "UDP" | "WebSocket" | "TLS" | "Flash";

/** The server cannot listen where it was told to. */
export class ListenError extends Error {
  override readonly name = "ListenError";
  /** The system's word for it: EADDRINUSE, EACCES, EADDRNOTAVAIL ... */
  readonly code: string;
  /** What the port was to be for. */
  readonly transport: ListeningFor;
  readonly host: string;
  readonly port: number;

  constructor(transport: ListeningFor, host: string, port: number, cause: unknown) {
    const code = (cause as { code?: string } | undefined)?.code ?? "ENOTFOUND";
    super(`cannot listen on ${transport} port ${port} of ${host}: ${code}`, { cause });
    this.code = code;
    this.transport = transport;
    this.host = host;
    this.port = port;
  }
}
