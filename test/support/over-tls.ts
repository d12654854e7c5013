import type { Socket, SocketHandler } from "bun";
import type { Relay } from "../../src/index.ts";
import { PLAY } from "./certificates/pairs.ts";
import { HOST, relayOf, SocketStage } from "./sockets.ts";
import type { Setting } from "./stage.ts";

/** Connects over TLS to whoever has the certificate PLAY. What is written before the handshake is done would be lost. */
export async function connectTls(port: number, socket: SocketHandler<undefined>): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const handshake = (_socket: Socket, _success: boolean, error: Error | null) =>
    error === null ? resolve() : reject(error);
  const connected = await Bun.connect({
    hostname: HOST,
    port,
    tls: { ca: Bun.file(PLAY.cert) },
    socket: { ...socket, handshake },
  });
  await promise;
  return connected;
}

/** The stage of encrypted connections: datagrams go as they always do. */
export class TlsStage extends SocketStage {
  override readonly transport = "tls";
  readonly #port: number;

  constructor(relay: Relay) {
    super(relay);
    this.#port = relay.tlsPort ?? 0;
  }

  static override async set({ settings, hooks }: Setting): Promise<TlsStage> {
    return new TlsStage(await relayOf({ settings: { ...settings, tls: PLAY }, hooks: hooks ?? {} }));
  }

  protected override connect(socket: SocketHandler<undefined>): Promise<Socket> {
    return connectTls(this.#port, socket);
  }
}
