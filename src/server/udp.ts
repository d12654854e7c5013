import { MAX_DATAGRAM_PAYLOAD } from "../protocol/constants.ts";
import type { Context } from "../session/context.ts";
import type { Counters } from "../session/counters.ts";
import { receiveDatagram } from "../session/intake.ts";
import type { Datagrams } from "../session/transport.ts";
import type { Flusher } from "./output/flusher.ts";
import type { Nap } from "./output/nap.ts";
import type { Flushable } from "./output/outgoing.ts";

type UdpSocket = Bun.udp.Socket<"uint8array">;

/** Datagrams in the form `sendMany` takes: data, port, address, and so on. */
type Batch = (Uint8Array | number | string)[];

const FIELDS = 3;

/** So many of the datagrams that were put off leave at a time, and so many may wait: more are lost. */
const PORTION = 64;
const MOST_LATE = 16 * 1024;

/** Sends and takes datagrams. A loop turn's datagrams leave with one `sendMany`: 1.4 times as many as by `send`. */
export class UdpPort implements Datagrams, Flushable {
  readonly #flusher: Flusher;
  readonly #counters: Counters;
  readonly #nap: Nap | undefined;
  readonly #batch: Batch = [];
  /** What was put off, since it is much because of one client: the last portion of it, and how many there are in all. */
  #portion: Batch | undefined;
  #countLate = 0;
  #socket: UdpSocket | undefined;

  /** Each datagram of a client disturbs the `nap`. */
  constructor(flusher: Flusher, counters: Counters, nap?: Nap) {
    this.#flusher = flusher;
    this.#counters = counters;
    this.#nap = nap;
  }

  /** Listens. Rejects as `Bun.udpSocket` does: EADDRINUSE, EACCES, EADDRNOTAVAIL ... */
  async listen(hostname: string, port: number, context: Context): Promise<void> {
    this.#socket = await Bun.udpSocket({
      hostname,
      port,
      binaryType: "uint8array",
      socket: {
        data: (_socket, datagram, from, address) => this.#receive(context, datagram, from, address),
        // What ICMP says of an earlier datagram: its client is gone or unreachable, and datagrams may be lost.
        error: () => {},
      },
    });
  }

  send(datagram: Uint8Array, port: number, address: string): void {
    const isLate = this.#flusher.crowded;
    const cannot = this.#socket === undefined || datagram.length > MAX_DATAGRAM_PAYLOAD + 1;
    if (cannot || (isLate && this.#countLate === MOST_LATE)) {
      this.#counters.lostDatagrams++;
      return;
    }
    this.#flusher.cause(1);
    if (isLate) return this.#putOff(datagram, port, address);
    if (this.#batch.length === 0) this.#flusher.schedule(this);
    this.#batch.push(datagram, port, address);
  }

  flush(): void {
    this.#sendAll(this.#batch);
    this.#batch.length = 0;
  }

  #putOff(datagram: Uint8Array, port: number, address: string): void {
    const portion = this.#portion ?? [];
    if (portion !== this.#portion) this.#flusher.behind(() => this.#flushPortion(portion));
    this.#countLate++;
    portion.push(datagram, port, address);
    this.#portion = portion.length < PORTION * FIELDS ? portion : undefined;
  }

  #flushPortion(portion: Batch): void {
    if (portion === this.#portion) this.#portion = undefined;
    this.#countLate -= portion.length / FIELDS;
    this.#sendAll(portion);
  }

  /** Sends what can be sent. */
  #sendAll(batch: Batch): void {
    const count = batch.length / FIELDS;
    // It stopped at one that failed; the rest goes one by one, each tried twice: what the system reports may be what
    // became of an earlier datagram (the recipient's port is closed), and then the second try goes through.
    for (let i = this.#sendMany(batch); i < count; i++) {
      if (!this.#sendOne(batch, i * FIELDS) && !this.#sendOne(batch, i * FIELDS))
        this.#counters.lostDatagrams++;
    }
  }

  close(): void {
    this.#socket?.close();
    this.#socket = undefined;
  }

  /** How many left. It stops at the first that fails, and throws if that is the first of all. */
  #sendMany(batch: Batch): number {
    try {
      return this.#socket?.sendMany(batch) ?? 0;
    } catch {
      return 0;
    }
  }

  #sendOne(batch: Batch, at: number): boolean {
    const [datagram, port, address] = batch.slice(at, at + FIELDS) as [Uint8Array, number, string];
    try {
      return this.#socket?.send(datagram, port, address) ?? false;
    } catch {
      return false;
    }
  }

  #receive(context: Context, datagram: Uint8Array, port: number, address: string): void {
    try {
      if (receiveDatagram(context, datagram, { address, port })) this.#nap?.disturb(context.clock());
    } catch (error) {
      context.log.defect("internal error at a datagram", error);
    }
  }
}
