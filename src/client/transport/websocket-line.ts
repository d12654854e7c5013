import { Reader } from "../../protocol/reader.ts";
import type { Frame } from "../../protocol/writer.ts";
import { type Failure, meaning } from "./failure.ts";
import { type Line, type LineListener, PARTING } from "./line.ts";

const SUBPROTOCOL = "bluewing";

/** Bit 3 of a variant says that a message is blasted: section 7. */
const BLASTED = 8;

/** Above so many waiting bytes blasts are dropped: they would only come late. */
const MOST_WAITING = 64 * 1024;

/** What the closing codes of section 7 mean, and those that browsers give by themselves. */
const REASONS: Readonly<Record<number, string>> = {
  1000: "the server has hung up",
  1001: "the server is going away",
  1003: "the server does not take this client",
  1006: "the connection broke",
  1008: "the server has put this client out",
  1009: "a message was larger than the server takes",
};

/** A line over a WebSocket: section 7. Each of its messages is head and payload. */
export class WebSocketLine implements Line {
  readonly transport = "websocket";
  readonly blasts = true;
  readonly #socket: WebSocket;
  readonly #listener: LineListener;
  readonly #reader = new Reader();
  #hasEnded = false;
  /** Runs from when this end has closed until the other has. */
  #late: ReturnType<typeof setTimeout> | undefined;

  private constructor(socket: WebSocket, listener: LineListener) {
    this.#socket = socket;
    this.#listener = listener;
    socket.addEventListener("message", ({ data }) => this.#receive(data));
    socket.addEventListener("close", ({ code, reason }) => {
      this.#end(reason || (REASONS[code] ?? `the connection was closed (${code})`));
    });
  }

  static open(url: string, listener: LineListener, signal: AbortSignal): Promise<WebSocketLine> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, SUBPROTOCOL);
      socket.binaryType = "arraybuffer";
      const giveUp = () => {
        reject(signal.reason);
        socket.close();
      };
      const failed = (event: Event) => reject(refusal(event));
      socket.addEventListener("error", failed, { once: true });
      socket.addEventListener("close", failed, { once: true });
      signal.addEventListener("abort", giveUp, { once: true });
      const opened = () => {
        socket.removeEventListener("close", failed);
        signal.removeEventListener("abort", giveUp);
        if (!signal.aborted) resolve(new WebSocketLine(socket, listener));
      };
      socket.addEventListener("open", opened, { once: true });
    });
  }

  get waiting(): number {
    return this.#socket.bufferedAmount;
  }

  send(frame: Frame): void {
    this.#socket.send(whole(frame));
  }

  blast(frame: Frame): boolean {
    if (this.waiting > MOST_WAITING) return false;
    const message = whole(frame);
    message[0] = frame.head | BLASTED;
    this.#socket.send(message);
    return true;
  }

  accepted(): void {
    // There is nothing to prepare: blasts go the same way.
  }

  close(): void {
    if (this.#hasEnded || this.#late !== undefined) return;
    this.#socket.close(1000);
    this.#late = setTimeout(() => {
      this.#end("closed");
      // Browsers have no such thing: they give up by themselves.
      this.#socket.terminate?.();
    }, PARTING);
  }

  #end(reason: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearTimeout(this.#late);
    this.#listener.ended(reason);
  }

  #receive(data: unknown): void {
    if (!(data instanceof ArrayBuffer) || data.byteLength === 0) return;
    const message = new Uint8Array(data);
    const head = message[0] as number;
    this.#reader.load(message);
    this.#reader.aim(1, message.length);
    // The server's answers have no variant: the bit is a message's own.
    this.#listener.heard(head & ~BLASTED, this.#reader, (head & BLASTED) !== 0);
  }
}

/** Why there is no WebSocket. A browser does not tell programs; Bun does. */
function refusal(event: Event): Error {
  const { error } = event as { error?: Failure };
  if (error === undefined) return new Error("there is no WebSocket that lets this client in");
  const message = error.message.replace(/^WebSocket connection to '.*' failed: /, "");
  const [, status] = / status code: (\d+)$/.exec(message) ?? [];
  const granted =
    status === undefined
      ? meaning({ code: error.code, message })
      : `what answers there grants no WebSocket (HTTP ${status})`;
  return new Error(granted, { cause: error });
}

/** A message of one's own: the frame's bytes are soon another's. */
function whole(frame: Frame): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(frame.datagram());
}
