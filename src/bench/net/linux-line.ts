import type { Epoll } from "./epoll.ts";
import type { LinuxSockets } from "./linux-sockets.ts";
import type { Chunk, Ear, Line } from "./net.ts";

/** What all connections share. */
export interface Shared {
  readonly sockets: LinuxSockets;
  readonly epoll: Epoll;
  /** Whose each descriptor is. */
  readonly lines: (LinuxLine | undefined)[];
}

/** A connection, and the UDP port beside it. */
export class LinuxLine implements Line {
  readonly #shared: Shared;
  readonly #socket: number;
  readonly #ear: Ear;
  #port: number | undefined;
  #isOpen = false;
  #isClosed = false;
  /** What was read and not heard yet. */
  #rest: Uint8Array | undefined;
  readonly #unsent: Uint8Array[] = [];

  constructor(shared: Shared, ear: Ear) {
    this.#shared = shared;
    this.#ear = ear;
    this.#socket = shared.sockets.connect();
    this.#watch(this.#socket);
  }

  send(bytes: Uint8Array): void {
    if (this.#isClosed) return;
    if (this.#unsent.length > 0) {
      this.#unsent.push(bytes.slice());
      return;
    }
    const taken = this.#shared.sockets.write(this.#socket, bytes);
    if (taken === bytes.length) return;
    this.#unsent.push(bytes.slice(taken));
    this.#shared.epoll.watchOutput(this.#socket, true);
  }

  openPort(): void {
    this.#port = this.#shared.sockets.port();
    this.#watch(this.#port);
    this.#shared.epoll.watchOutput(this.#port, false);
  }

  sendDatagram(bytes: Uint8Array): void {
    if (this.#port !== undefined) this.#shared.sockets.write(this.#port, bytes);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#forget(this.#socket);
    if (this.#port !== undefined) this.#forget(this.#port);
    this.#port = undefined;
  }

  /** Takes what epoll tells of one of its two descriptors. */
  happened(descriptor: number, isWritable: boolean): void {
    if (descriptor === this.#port) return this.#shared.sockets.receive(descriptor, this.#hearDatagram);
    if (!this.#isOpen) return this.#connected();
    if (isWritable && this.#unsent.length > 0) this.#flush();
    if (!this.#isClosed) this.#read();
    return undefined;
  }

  readonly #hearDatagram = (datagram: Chunk) => this.#ear.hearDatagram(datagram);

  #connected(): void {
    const problem = this.#shared.sockets.problem(this.#socket);
    if (problem !== undefined) return this.#lose(problem);
    this.#isOpen = true;
    this.#shared.epoll.watchOutput(this.#socket, false);
    this.#ear.opened();
    return undefined;
  }

  #read(): void {
    const read = this.#shared.sockets.read(this.#socket, this.#rest);
    if (typeof read === "string") this.#lose(read);
    if (typeof read !== "object") return;
    const heard = this.#ear.hear(read);
    this.#rest = heard === read.end ? undefined : read.bytes.slice(heard, read.end);
  }

  #flush(): void {
    for (let next = this.#unsent[0]; next !== undefined; next = this.#unsent[0]) {
      const taken = this.#shared.sockets.write(this.#socket, next);
      if (taken < next.length) {
        this.#unsent[0] = next.subarray(taken);
        return;
      }
      this.#unsent.shift();
    }
    this.#shared.epoll.watchOutput(this.#socket, false);
  }

  #lose(reason: string): void {
    this.close();
    this.#ear.lost(reason);
  }

  #watch(descriptor: number): void {
    this.#shared.lines[descriptor] = this;
    this.#shared.epoll.watch(descriptor);
  }

  #forget(descriptor: number): void {
    this.#shared.lines[descriptor] = undefined;
    this.#shared.sockets.close(descriptor);
  }
}
