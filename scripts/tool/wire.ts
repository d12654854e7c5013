import { Unsent } from "../../src/bench/net/unsent.ts";
import { HOST } from "./addresses.ts";

/** A client's end of a TCP connection, which keeps what its socket does not take at once. */
export class Wire {
  open = true;
  readonly #unsent = new Unsent((bytes) => this.#socket?.write(bytes) ?? 0);
  #socket: Bun.Socket | undefined;

  static async call(port: number, hear: (chunk: Uint8Array) => void, ended?: () => void): Promise<Wire> {
    const wire = new Wire();
    wire.#socket = await Bun.connect({
      hostname: HOST,
      port,
      socket: {
        binaryType: "uint8array",
        data: (_socket, chunk) => hear(chunk),
        drain: () => wire.#unsent.flush(),
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
    this.#unsent.send(bytes);
  }

  stopReading(): void {
    this.#socket?.pause();
  }

  hangUp(how: "half-close" | "reset"): void {
    if (how === "half-close") this.#socket?.shutdown();
    else this.#socket?.terminate();
    this.open = false;
  }
}
