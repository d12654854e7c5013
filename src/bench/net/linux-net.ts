import { Epoll } from "./epoll.ts";
import type { Libc } from "./libc.ts";
import { LinuxLine, type Shared } from "./linux-line.ts";
import { LinuxSockets } from "./linux-sockets.ts";
import { type Ear, type Line, type Net, now } from "./net.ts";
import type { SocketAddress } from "./socket-address.ts";

/** The program's other work gets a turn after so many microseconds. */
const TURN = 50_000;

/**
 * Connections by the system's own calls: what comes is read into one buffer and heard there, with no object and no
 * callback of its own. So the generator keeps up with one in C, which matters where the server is to be the slower end.
 */
export class LinuxNet implements Net {
  readonly #shared: Shared;
  readonly #lines: (LinuxLine | undefined)[] = [];
  #yieldedAt = now();

  constructor(calls: Libc, server: SocketAddress) {
    const sockets = new LinuxSockets(calls, server);
    this.#shared = { sockets, epoll: new Epoll(calls), lines: this.#lines };
  }

  connect(ear: Ear): Line {
    return new LinuxLine(this.#shared, ear);
  }

  poll(wait: number): void | Promise<void> {
    this.#shared.epoll.wait(wait, this.#happened);
    const time = now();
    if (time - this.#yieldedAt < TURN) return undefined;
    this.#yieldedAt = time;
    return new Promise((resolve) => setImmediate(resolve));
  }

  close(): void {
    for (const line of this.#lines) line?.close();
    this.#shared.epoll.close();
  }

  readonly #happened = (descriptor: number, isWritable: boolean) => {
    this.#lines[descriptor]?.happened(descriptor, isWritable);
  };
}
