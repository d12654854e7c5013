import { HOST } from "./addresses.ts";

/** A client's end of a TCP connection, which keeps what its socket does not take at once. */
export class Wire {
  open = true;
  readonly #unsent: Uint8Array[] = [];
  #socket: Bun.Socket | undefined;

  static async call(port: number, hear: (chunk: Uint8Array) => void, ended?: () => void): Promise<Wire> {
    const wire = new Wire();
    wire.#socket = await Bun.connect({
      hostname: HOST,
      port,
      socket: {
        binaryType: "uint8array",
        data: (_socket, chunk) => hear(chunk),
        drain: () => wire.#flush(),
        close: () => {
          wire.open = false;
          ended?.();
        },
        error: () => {},
      },
    });
    return wire;
  }

  say(bytes: Uint8Array): void {
    this.#unsent.push(bytes);
    if (this.#unsent.length === 1) this.#flush();
  }

  stopReading(): void {
    this.#socket?.pause();
  }

  hangUp(how: "half-close" | "reset"): void {
    if (how === "half-close") this.#socket?.shutdown();
    else this.#socket?.terminate();
    this.open = false;
  }

  #flush(): void {
    for (let next = this.#unsent[0]; next !== undefined; next = this.#unsent[0]) {
      const taken = Math.max(0, this.#socket?.write(next) ?? 0);
      if (taken < next.length) {
        this.#unsent[0] = next.subarray(taken);
        return;
      }
      this.#unsent.shift();
    }
  }
}
