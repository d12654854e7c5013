import type { Pointer } from "bun:ffi";
import { UserError } from "../../config/user-error.ts";
import { Arrival } from "./arrival.ts";
import { Datagrams } from "./datagrams.ts";
import { addressOf, errno, errorText, type Libc } from "./libc.ts";
import { now } from "./net.ts";
import type { SocketAddress } from "./socket-address.ts";

const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
const SOCK_NONBLOCK = 0x800;
const SOL_SOCKET = 1;
const SO_ERROR = 4;
const SO_RCVBUF = 8;
const SO_LINGER = 13;
const IPPROTO_TCP = 6;
const TCP_NODELAY = 1;
const MSG_DONTWAIT = 0x40;
const MSG_NOSIGNAL = 0x4000;
const EINTR = 4;
const EAGAIN = 11;
const EINPROGRESS = 115;

/** What one read may bring; what is left of the read before may stand in front of it. */
const READ = 1 << 20;

/** The receive buffer that is asked of the system for datagrams. */
const RECEIVE_BUFFER = 4 << 20;

/** Sockets that are connected to one server, and one buffer for what comes by them. */
export class LinuxSockets {
  readonly #calls: Libc;
  readonly #server: SocketAddress;
  readonly #datagrams = new Datagrams();
  readonly #arrival = new Arrival(new Uint8Array(2 * READ));
  readonly #buffer = addressOf(this.#arrival.bytes);
  readonly #scratch = new Uint32Array(2);

  constructor(calls: Libc, server: SocketAddress) {
    this.#calls = calls;
    this.#server = server;
  }

  /** A TCP socket that begins to connect. */
  connect(): number {
    const socket = this.#socket(SOCK_STREAM);
    this.#option(socket, IPPROTO_TCP, TCP_NODELAY, 1);
    this.#option(socket, SOL_SOCKET, SO_LINGER, 1, 0); // no TIME_WAIT is left behind
    this.#reach(socket);
    return socket;
  }

  /** A UDP socket whose datagrams go to the server, and that takes its only. */
  port(): number {
    const socket = this.#socket(SOCK_DGRAM);
    this.#option(socket, SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER);
    this.#reach(socket);
    return socket;
  }

  /** Reads what came, behind `rest`; how it ended instead; or nothing where there was nothing. */
  read(socket: number, rest: Uint8Array | undefined): Arrival | string | undefined {
    const start = rest?.length ?? 0;
    const count = this.#calls.recv(socket, (this.#buffer + start) as Pointer, READ, MSG_DONTWAIT);
    if (count <= 0) return this.#ended(count);
    if (rest !== undefined) this.#arrival.bytes.set(rest);
    return this.#arrival.aim(0, start + count, now());
  }

  /** Reads datagrams, and hands them over one by one. */
  receive(port: number, take: (datagram: Arrival) => void): void {
    const { headers, count } = this.#datagrams;
    const came = this.#calls.recvmmsg(port, headers, count, MSG_DONTWAIT, null);
    const time = now();
    for (let i = 0; i < came; i++) {
      const datagram = this.#datagrams.at(i, time);
      if (datagram.end > datagram.start) take(datagram);
    }
  }

  /** Returns how many bytes the system took. An error is told when it is read. */
  write(socket: number, bytes: Uint8Array): number {
    return Math.max(0, this.#calls.send(socket, bytes, bytes.length, MSG_DONTWAIT | MSG_NOSIGNAL));
  }

  /** What went wrong with a socket, in the system's words. */
  problem(socket: number): string | undefined {
    this.#scratch[1] = 4;
    const length = this.#scratch.subarray(1);
    this.#calls.getsockopt(socket, SOL_SOCKET, SO_ERROR, this.#scratch, length);
    const [error = 0] = this.#scratch;
    return error === 0 ? undefined : errorText(this.#calls, error);
  }

  close(socket: number): void {
    this.#calls.close(socket);
  }

  #ended(count: number): string | undefined {
    if (count === 0) return "closed by the server";
    const error = errno(this.#calls);
    return error === EAGAIN || error === EINTR ? undefined : errorText(this.#calls, error);
  }

  #socket(type: number): number {
    const socket = this.#calls.socket(this.#server.family, type | SOCK_NONBLOCK, 0);
    if (socket >= 0) return socket;
    throw new UserError(`no socket for another client: ${errorText(this.#calls, errno(this.#calls))}`);
  }

  #reach(socket: number): void {
    const { bytes } = this.#server;
    if (this.#calls.connect(socket, bytes, bytes.length) === 0) return;
    const error = errno(this.#calls);
    if (error !== EINPROGRESS) throw new UserError(`cannot connect: ${errorText(this.#calls, error)}`);
  }

  #option(socket: number, level: number, name: number, ...values: readonly number[]): void {
    this.#scratch.set(values);
    this.#calls.setsockopt(socket, level, name, this.#scratch, values.length * 4);
  }
}
