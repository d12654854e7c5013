import { OPENING_BYTE, PROTOCOL_VERSION, RequestType, ServerType } from "../../protocol/constants.ts";
import { encodeClientMessage } from "../../protocol/encode-client.ts";
import type { ClientMessage } from "../../protocol/messages.ts";
import { type Chunk, type Ear, type Line, now } from "../net/net.ts";

const utf8 = new TextEncoder();

/** How often a UDPHello is said again until it is answered, in microseconds. */
const HELLO_AGAIN = 200_000;

/** The heads of what is said without the encoder (section 3 and 4). */
const UDP_HELLO = 0x70;
const PONG = Uint8Array.of(0x90, 0);

/** What a participant tells whoever it takes part for. */
export interface Host {
  readonly channels: number;
  readonly hasUdp: boolean;
  /** What the names of clients and channels begin with. */
  readonly prefix: string;
  /** It has its id, its name, its channel and its UDP port. */
  entered(participant: Participant): void;
  left(participant: Participant, reason: string): void;
  /** A channel message came by TCP, or by UDP. */
  delivered(participant: Participant, chunk: Chunk, at: number, end: number): void;
  blasted(participant: Participant, chunk: Chunk, at: number, end: number): void;
  /** It has joined or left its channel, once it had entered. */
  answered(participant: Participant, joined: boolean, now: number): void;
  /** Something came that this protocol does not know. */
  wondered(): void;
  /** Bytes came. */
  heard(): void;
}

/** One client: enters like any other, and from then on hears. */
export class Participant implements Ear {
  readonly index: number;
  /** Which of the channels is its own, counted from 0, and its place among the senders of that. */
  readonly channelNumber: number;
  readonly rank: number;
  /** Its id, and that of its channel. */
  id = 0;
  channel = 0;
  hasEntered = false;
  /** When it last asked for something. */
  askedAt = 0;
  /** How long the server took to accept it, in microseconds. */
  acceptedAfter = 0;
  readonly #host: Host;
  #line: Line | undefined;

  constructor(host: Host, index: number) {
    this.#host = host;
    this.index = index;
    this.channelNumber = index % Math.max(1, host.channels);
    this.rank = Math.floor(index / Math.max(1, host.channels));
  }

  /** Enters by a connection that is being made. */
  enterBy(line: Line): void {
    this.#line = line;
  }

  opened(): void {
    this.#line?.send(Uint8Array.of(OPENING_BYTE));
    this.#asks({ type: "Connect", version: utf8.encode(PROTOCOL_VERSION) });
  }

  hear(chunk: Chunk): number {
    this.#host.heard();
    const { bytes, end } = chunk;
    let at = chunk.start;
    while (end - at >= 2) {
      const payload = at + headerLength(bytes[at + 1] as number);
      if (payload > end) break;
      const next = payload + sizeOf(bytes, at, payload);
      if (next > end) break;
      this.#take(chunk, at, payload, next);
      at = next;
    }
    return at;
  }

  hearDatagram(chunk: Chunk): void {
    this.#host.heard();
    const { bytes, start, end } = chunk;
    const type = (bytes[start] as number) >> 4;
    if (type === ServerType.BinaryChannelMessage) this.#host.blasted(this, chunk, start + 1, end);
    else if (type === ServerType.UDPWelcome) this.#enters();
    else if (type !== ServerType.Ping) this.#host.wondered();
  }

  lost(reason: string): void {
    this.#line = undefined;
    this.#host.left(this, reason);
  }

  says(frame: Uint8Array): void {
    this.#line?.send(frame);
  }

  blasts(datagram: Uint8Array): void {
    this.#line?.sendDatagram(datagram);
  }

  joins(): void {
    const name = utf8.encode(`${this.#host.prefix} ${this.channelNumber}`);
    this.#asks({ type: "JoinChannel", flags: 0, name });
  }

  leaves(): void {
    this.#asks({ type: "LeaveChannel", channel: this.channel });
  }

  /** Says UDPHello again where it was not answered for a while: datagrams may be lost. */
  helloAgain(time: number): void {
    if (this.#host.hasUdp && this.channel !== 0 && !this.hasEntered && time - this.askedAt > HELLO_AGAIN)
      this.#hello();
  }

  #asks(message: ClientMessage): void {
    const { bytes, start, end } = encodeClientMessage(message);
    this.askedAt = now();
    this.#line?.send(bytes.subarray(start, end));
  }

  #hello(): void {
    this.askedAt = now();
    this.#line?.sendDatagram(Uint8Array.of(UDP_HELLO, this.id & 255, this.id >> 8));
  }

  #enters(): void {
    if (this.hasEntered) return;
    this.hasEntered = true;
    this.#host.entered(this);
  }

  /** Takes the frame whose head is at `at`. */
  #take(chunk: Chunk, at: number, payload: number, end: number): void {
    const type = (chunk.bytes[at] as number) >> 4;
    if (type === ServerType.BinaryChannelMessage) this.#host.delivered(this, chunk, payload, end);
    else if (type === ServerType.Response) this.#takeResponse(chunk.bytes.subarray(payload, end), chunk.time);
    else if (type === ServerType.Ping) this.#line?.send(PONG);
    else if (type > ServerType.ImplementationRequest) this.#host.wondered();
  }

  /** Section 5.1. */
  #takeResponse(response: Uint8Array, time: number): void {
    const [request, success, , length = 0] = response;
    if (success !== 1) return this.#denied(response);
    if (request === RequestType.Connect) {
      this.id = littleEndian(response, 2, 2);
      this.acceptedAfter = time - this.askedAt;
      this.#asks({ type: "SetName", name: utf8.encode(`${this.#host.prefix} ${this.index}`) });
    } else if (request === RequestType.SetName) {
      if (this.#host.channels === 0) this.#enters();
      else this.joins();
    } else if (request === RequestType.JoinChannel) {
      this.channel = littleEndian(response, 4 + length, 2);
      this.#joined(time);
    } else if (request === RequestType.LeaveChannel) this.#host.answered(this, false, time);
    return undefined;
  }

  #joined(time: number): void {
    if (this.hasEntered) return this.#host.answered(this, true, time);
    if (!this.#host.hasUdp) return this.#enters();
    this.#line?.openPort();
    this.#hello();
    return undefined;
  }

  /** A name or channel that is denied is told with what was asked for, before the reason. */
  #denied(response: Uint8Array): void {
    const [request = 0, , length = 0] = response;
    const name = Object.keys(RequestType)[request] ?? "a request";
    const named = request === RequestType.SetName || request === RequestType.JoinChannel;
    const reason = response.subarray(2 + (named ? 1 + length : 0));
    this.#line?.close();
    this.lost(`${name} was denied: ${Buffer.from(reason)}`);
  }
}

/** Section 2. */
function headerLength(sizeByte: number): number {
  if (sizeByte < 254) return 2;
  return sizeByte === 254 ? 4 : 6;
}

function sizeOf(bytes: Uint8Array, at: number, payload: number): number {
  return payload - at === 2 ? (bytes[at + 1] as number) : littleEndian(bytes, at + 2, payload - at - 2);
}

function littleEndian(bytes: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let i = width - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] as number);
  return value;
}
