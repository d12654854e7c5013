import { Arrival } from "./arrival.ts";
import { type Chunk, type Ear, type Line, type Net, now } from "./net.ts";
import { Unsent } from "./unsent.ts";

/** Timers take a millisecond at least: less than this, in microseconds, is waited for wide awake. */
const FINEST = 500;

/**
 * Connections by Bun's sockets, for systems whose own calls this program does not know. Each takes more of the
 * generator than it takes of a server in earnest: the remark that the generator was the limit comes sooner.
 */
export class BunNet implements Net {
  readonly #address: string;
  readonly #port: number;
  readonly #lines: BunLine[] = [];
  #came: (() => void) | undefined;

  constructor(address: string, port: number) {
    this.#address = address;
    this.#port = port;
  }

  connect(ear: Ear): Line {
    const line = new BunLine(ear, this.#address, this.#port, () => this.#wake());
    this.#lines.push(line);
    return line;
  }

  async poll(wait: number): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.#came = resolve;
    });
    if (wait < FINEST) this.#wake();
    const timer = setTimeout(() => this.#wake(), wait / 1000);
    await woken;
    clearTimeout(timer);
  }

  close(): void {
    for (const line of this.#lines) line.close();
  }

  /** What has come is dealt with when all of it has: at the end of the loop's turn. */
  #wake(): void {
    const came = this.#came;
    this.#came = undefined;
    if (came !== undefined) setImmediate(came);
  }
}

class BunLine implements Line {
  readonly #ear: Ear;
  readonly #address: string;
  readonly #number: number;
  readonly #wake: () => void;
  #socket: Bun.Socket | undefined;
  #port: Bun.udp.ConnectedSocket<"uint8array"> | undefined;
  #isClosed = false;
  #rest: Uint8Array | undefined;
  readonly #unsent = new Unsent((bytes) => this.#socket?.write(bytes) ?? 0);

  constructor(ear: Ear, address: string, port: number, wake: () => void) {
    this.#ear = ear;
    this.#address = address;
    this.#number = port;
    this.#wake = wake;
    this.#connect();
  }

  send(bytes: Uint8Array): void {
    this.#unsent.send(bytes.slice());
  }

  openPort(): void {
    this.#bind().catch((error: Error) => this.#lose(error.message));
  }

  sendDatagram(bytes: Uint8Array): void {
    this.#port?.send(bytes);
  }

  close(): void {
    this.#isClosed = true;
    this.#socket?.terminate();
    this.#port?.close();
    this.#port = undefined;
  }

  async #connect(): Promise<void> {
    const socket = {
      binaryType: "uint8array",
      open: (opened: Bun.Socket) => this.#opened(opened),
      data: (_: Bun.Socket, bytes: Uint8Array) => this.#read(bytes),
      drain: () => this.#unsent.flush(),
      close: () => this.#lose("closed by the server"),
      error: (_: Bun.Socket, error: Error) => this.#lose(error.message),
    } as const;
    try {
      await Bun.connect({ hostname: this.#address, port: this.#number, socket });
    } catch (error) {
      this.#lose((error as Error).message);
    }
  }

  async #bind(): Promise<void> {
    const connect = { hostname: this.#address, port: this.#number };
    const data = (_: unknown, bytes: Uint8Array) => {
      this.#ear.hearDatagram(chunkOf(bytes));
      this.#wake();
    };
    this.#port = await Bun.udpSocket({ connect, binaryType: "uint8array", socket: { data } });
    if (this.#isClosed) this.close();
  }

  #opened(socket: Bun.Socket): void {
    this.#socket = socket;
    if (this.#isClosed) return this.close();
    this.#ear.opened();
    return undefined;
  }

  #read(came: Uint8Array): void {
    if (this.#isClosed) return;
    const bytes = this.#rest === undefined ? came : Buffer.concat([this.#rest, came]);
    const heard = this.#ear.hear(chunkOf(bytes));
    this.#rest = heard === bytes.length ? undefined : bytes.slice(heard);
    this.#wake();
  }

  #lose(reason: string): void {
    if (this.#isClosed) return;
    this.close();
    this.#ear.lost(reason);
    this.#wake();
  }
}

function chunkOf(bytes: Uint8Array): Chunk {
  return new Arrival(bytes).aim(0, bytes.length, now());
}
