import type { Socket } from "node:net";
import { OPENING_BYTE } from "../../protocol/constants.ts";
import { Framer } from "../../protocol/framer.ts";
import type { Frame } from "../../protocol/writer.ts";
import type { ServerAddress } from "./address.ts";
import { Datagrams } from "./datagrams.ts";
import { meaning } from "./failure.ts";
import { LARGEST_FRAME, type Line, type LineListener, PARTING } from "./line.ts";
import { builtin } from "./node.ts";

type TcpAddress = Extract<ServerAddress, { transport: "tcp" }>;

/**
 * A line over TCP, and UDP for blasts: sections 2 and 3. For Bun and Node. Where TCP is encrypted there is no UDP: that is
 * on another port, which its address does not tell, and would go unencrypted.
 */
export class TcpLine implements Line {
  readonly transport = "tcp";
  readonly #socket: Socket;
  readonly #listener: LineListener;
  readonly #secure: boolean;
  readonly #framer = new Framer(LARGEST_FRAME);
  #datagrams: Datagrams | undefined;
  #reason = "the server has hung up";
  /** What leaves when this turn's work is done, in one write. */
  #unsent: Uint8Array[] = [];

  private constructor(socket: Socket, secure: boolean, listener: LineListener) {
    this.#socket = socket;
    this.#secure = secure;
    this.#listener = listener;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Uint8Array) => this.#receive(chunk));
    socket.on("error", (error) => {
      this.#reason = meaning(error);
    });
    socket.on("close", () => {
      this.#datagrams?.close();
      listener.ended(this.#reason);
    });
    this.#write(Uint8Array.of(OPENING_BYTE));
  }

  static open(
    { host, port, secure }: TcpAddress,
    listener: LineListener,
    signal: AbortSignal,
  ): Promise<TcpLine> {
    return new Promise((resolve, reject) => {
      const socket: Socket = secure
        ? builtin("node:tls").connect({ host, port })
        : builtin("node:net").connect({ host, port });
      const giveUp = () => {
        reject(signal.reason);
        socket.destroy();
      };
      signal.addEventListener("abort", giveUp, { once: true });
      const failed = (error: Error) => reject(new Error(meaning(error), { cause: error }));
      socket.once("error", failed);
      // What is written before the handshake is over is lost.
      socket.once(secure ? "secureConnect" : "connect", () => {
        socket.off("error", failed);
        signal.removeEventListener("abort", giveUp);
        if (!signal.aborted) resolve(new TcpLine(socket, secure, listener));
      });
    });
  }

  get blasts(): boolean {
    return this.#datagrams?.ready ?? false;
  }

  get waiting(): number {
    return this.#socket.writableLength;
  }

  send({ bytes, start, end }: Frame): void {
    this.#write(bytes.slice(start, end));
  }

  blast(frame: Frame): boolean {
    return this.#datagrams?.send(frame) ?? false;
  }

  accepted(id: number): void {
    if (this.#secure) return this.#listener.blastsChanged(false);
    const { remoteAddress: address, remotePort: port } = this.#socket;
    if (address === undefined || port === undefined) return undefined; // it has just ended
    this.#datagrams = new Datagrams({ id, address, port }, this.#listener);
    return undefined;
  }

  close(): void {
    this.#reason = "closed";
    this.#flush();
    this.#socket.end();
    // On a network that is gone nobody would ever answer.
    const late = setTimeout(() => this.#socket.destroy(), PARTING);
    this.#socket.once("close", () => clearTimeout(late));
  }

  #write(bytes: Uint8Array): void {
    this.#unsent.push(bytes);
    if (this.#unsent.length === 1) queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    const unsent = this.#unsent;
    this.#unsent = [];
    if (unsent.length > 0 && this.#socket.writable) this.#socket.write(joined(unsent));
  }

  #receive(chunk: Uint8Array): void {
    const framer = this.#framer;
    try {
      framer.push(chunk);
      while (framer.next()) this.#listener.heard(framer.head, framer.reader, false);
    } catch (error) {
      // A frame without end: what follows cannot be read any more.
      this.#reason = error instanceof Error ? error.message : String(error);
      this.#socket.destroy();
    }
  }
}

/** Buffer.concat would do it, and bundlers would bring a Buffer of 40 KB to pages for it. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
