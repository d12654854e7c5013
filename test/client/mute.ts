/** Accepts what is asked of it in a WebSocket's first words, and its client (with the id 7); then it says nothing more. */
export class MuteServer implements Disposable {
  readonly #closed = Promise.withResolvers<void>();
  readonly #listener: Bun.TCPSocketListener<undefined>;

  /** `ends`: so many connections must end before `allClosed` resolves. */
  constructor(ends: number) {
    let open = ends;
    this.#listener = Bun.listen({
      hostname: "127.0.0.1",
      port: 0,
      socket: {
        data(socket, chunk) {
          const key = /^Sec-WebSocket-Key: (.*)\r$/im.exec(chunk.toString("latin1"))?.[1];
          if (key === undefined) return;
          socket.write(welcomed(key));
          socket.write(Buffer.from("82050000010700", "hex"));
        },
        close: () => {
          open--;
          if (open === 0) this.#closed.resolve();
        },
      },
    });
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#listener.port}/`;
  }

  get allClosed(): Promise<void> {
    return this.#closed.promise;
  }

  [Symbol.dispose](): void {
    this.#listener.stop(true);
  }
}

function welcomed(key: string): string {
  const accept = new Bun.CryptoHasher("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
  return [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Accept: ${accept.digest("base64")}`,
    "Sec-WebSocket-Protocol: bluewing",
  ]
    .join("\r\n")
    .concat("\r\n\r\n");
}
