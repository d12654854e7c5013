import { Unsent } from "../../src/bench/net/unsent.ts";
import { OPENING_BYTE, PROTOCOL_VERSION } from "../../src/protocol/constants.ts";
import { decodeServerMessage } from "../../src/protocol/decode-server.ts";
import { encodeClientMessage } from "../../src/protocol/encode-client.ts";
import { Framer } from "../../src/protocol/framer.ts";
import type { ClientMessage, ServerMessage } from "../../src/protocol/messages.ts";
import { Reader } from "../../src/protocol/reader.ts";
import { WEB_SOCKET_REQUEST, WebLine, webFrame } from "./web-line.ts";

const utf8 = new TextEncoder();

function framed(message: ClientMessage): Uint8Array {
  const { bytes, start, end } = encodeClientMessage(message);
  return bytes.slice(start, end);
}

const OPENING = Uint8Array.of(OPENING_BYTE);
const BINARY = { variant: 2, subchannel: 0 };

/** The frames of requests. */
export const request = {
  connect: () => framed({ type: "Connect", version: utf8.encode(PROTOCOL_VERSION) }),
  setName: (name: string) => framed({ type: "SetName", name: utf8.encode(name) }),
  join: (name: string) => framed({ type: "JoinChannel", flags: 0, name: utf8.encode(name) }),
  leave: (channel: number) => framed({ type: "LeaveChannel", channel }),
  list: () => framed({ type: "ChannelList" }),
};

/** The frame of a message to a channel. */
export function channelMessage(channel: number, data: Uint8Array): Uint8Array {
  return framed({ type: "BinaryChannelMessage", ...BINARY, channel, data });
}

/** The frame of a message to the server. */
export function serverMessage(data: Uint8Array): Uint8Array {
  return framed({ type: "BinaryServerMessage", ...BINARY, data });
}

/** What carries a client: TCP, TLS, or a WebSocket over one of them. */
export type CarriedBy = "tcp" | "tls" | "ws" | "wss";

/** Whether it is a WebSocket that carries a client. */
export const isWebSocket = (by: CarriedBy): boolean => by === "ws" || by === "wss";

/** A client that enters under a name, joins a channel, and from then on counts what it is sent. */
export class LoadClient {
  readonly name: string;
  /** The id of the channel that it joined last. */
  channel = 0;
  /** Bytes that came. */
  received = 0;
  closed = false;
  /** Where given, it is told everything that comes. */
  hear: ((message: ServerMessage) => void) | undefined;
  readonly #channelName: string | undefined;
  readonly #framer = new Framer(Number.POSITIVE_INFINITY);
  readonly #unsent = new Unsent((bytes) => this.#socket?.write(bytes) ?? 0);
  readonly #entered = Promise.withResolvers<void>();
  readonly #reader = new Reader();
  /** Where it is a WebSocket. */
  #web: WebLine | undefined;
  #socket: Bun.Socket | undefined;

  constructor(name: string, channel?: string) {
    this.name = name;
    this.#channelName = channel;
  }

  /** Connects, takes its name and joins its channel. Rejects where any of it is denied. */
  async enter(port: number, by: CarriedBy = "tcp"): Promise<void> {
    const { promise: ready, resolve } = Promise.withResolvers<void>();
    const encrypted = by === "tls" || by === "wss";
    if (isWebSocket(by)) this.#web = new WebLine();
    this.#socket = await Bun.connect({
      hostname: "127.0.0.1",
      port,
      ...(encrypted ? { tls: { rejectUnauthorized: false } } : {}),
      socket: {
        binaryType: "uint8array",
        ...(encrypted ? { handshake: () => resolve() } : {}),
        data: (_socket, chunk) => this.#receive(chunk),
        drain: () => this.#unsent.flush(),
        close: () => {
          this.closed = true;
          this.#entered.reject(new Error(`${this.name} was let go`));
        },
      },
    });
    if (encrypted) await ready;
    const join = this.#channelName === undefined ? [] : [request.join(this.#channelName)];
    const requests = [request.connect(), request.setName(this.name), ...join].map((each) =>
      this.formOf(each),
    );
    this.sends(Buffer.concat([this.#web === undefined ? OPENING : WEB_SOCKET_REQUEST, ...requests]));
    await this.#entered.promise;
  }

  /** Whether the system has taken everything. */
  get idle(): boolean {
    return this.#unsent.isEmpty;
  }

  /** A frame in the form in which it is carried. */
  formOf(frame: Uint8Array): Uint8Array {
    return this.#web === undefined ? frame : webFrame(frame);
  }

  sends(data: Uint8Array): void {
    this.#unsent.send(data);
  }

  stopsReading(): void {
    this.#socket?.pause();
  }

  hangsUp(): void {
    this.#socket?.terminate();
  }

  /** A client of a crowd reads on to the response to its last join; more would take the time of the others. */
  #receive(chunk: Uint8Array): void {
    this.received += chunk.length;
    if (this.channel !== 0 && this.hear === undefined) return;
    if (this.#web !== undefined) return this.#receiveMessages(this.#web.push(chunk));
    this.#framer.push(chunk);
    while (this.#framer.next()) this.#take(this.#framer.head, this.#framer.reader);
    return undefined;
  }

  #receiveMessages(messages: readonly Uint8Array[]): void {
    for (const message of messages) {
      this.#reader.load(message);
      this.#reader.aim(1, message.length);
      this.#take(message[0] as number, this.#reader);
    }
  }

  #take(head: number, reader: Reader): void {
    const message = decodeServerMessage(head, reader);
    this.hear?.(message);
    if (message.type === "Response") this.#takeResponse(message);
  }

  #takeResponse(response: Extract<ServerMessage, { type: "Response" }>): void {
    if (!response.success)
      return this.#entered.reject(new Error(`${this.name}: ${response.request} was denied`));
    if (response.request === "JoinChannel") this.channel = response.channel;
    const last = this.#channelName === undefined ? "SetName" : "JoinChannel";
    if (response.request === last) this.#entered.resolve();
    return undefined;
  }
}
