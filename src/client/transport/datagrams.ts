import type { Socket } from "node:dgram";
import { ServerType } from "../../protocol/constants.ts";
import { clientDatagram } from "../../protocol/datagram.ts";
import { headType } from "../../protocol/decode.ts";
import { encodeClientMessage } from "../../protocol/encode-client.ts";
import { Reader } from "../../protocol/reader.ts";
import type { Frame } from "../../protocol/writer.ts";
import type { LineListener } from "./line.ts";
import { builtin } from "./node.ts";

/** Between two hellos that wait for a welcome, in milliseconds: section 3. */
const HELLO_PAUSE = 500;
/** After so many without an answer they become rare, and the listener is told that UDP does not get through. */
const PATIENCE = 10;
/** Between two hellos once there was a welcome, or no hope of one: NATs forget who is silent for 30 s. */
const LONG_PAUSE = 15_000;

/** Who speaks, and where to: the address that TCP is connected to (section 3). */
export interface Correspondent {
  readonly id: number;
  readonly address: string;
  readonly port: number;
}

/** The UDP side of a TCP connection: says hello until it is welcomed, and keeps the way open. */
export class Datagrams {
  /** Whether the server has welcomed this port. */
  ready = false;
  readonly #id: number;
  readonly #listener: LineListener;
  readonly #socket: Socket;
  readonly #reader = new Reader();
  #phase: "opening" | "open" | "closed" = "opening";
  #hellos = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor({ id, address, port }: Correspondent, listener: LineListener) {
    this.#id = id;
    this.#listener = listener;
    this.#socket = builtin("node:dgram").createSocket(address.includes(":") ? "udp6" : "udp4");
    this.#socket.on("message", (datagram) => this.#receive(datagram));
    // "Port unreachable" and the like: UDP is unreliable, and hellos go on.
    this.#socket.on("error", () => {});
    // Connected, it takes only what comes from there.
    this.#socket.connect(port, address, () => {
      if (this.#phase !== "opening") return;
      this.#phase = "open";
      this.#hello();
    });
  }

  /** Sends a message; false while there is no way for it. */
  send(frame: Frame): boolean {
    if (!this.ready) return false;
    this.#send(clientDatagram(this.#id, frame));
    return true;
  }

  close(): void {
    if (this.#phase === "closed") return;
    this.#phase = "closed";
    this.ready = false;
    clearTimeout(this.#timer);
    this.#socket.close();
  }

  #hello(): void {
    this.#send(clientDatagram(this.#id, encodeClientMessage({ type: "UDPHello" })));
    if (!this.ready && ++this.#hellos === PATIENCE) this.#listener.blastsChanged(false);
    const isRare = this.ready || this.#hellos >= PATIENCE;
    this.#timer = setTimeout(() => this.#hello(), isRare ? LONG_PAUSE : HELLO_PAUSE);
  }

  #send(datagram: Uint8Array): void {
    // What the system does not take is lost, as a datagram may be.
    if (this.#phase === "open") this.#socket.send(datagram, () => {});
  }

  #receive(datagram: Uint8Array): void {
    const head = datagram[0];
    if (head === undefined) return;
    if (headType(head) === ServerType.UDPWelcome) return this.#welcomed();
    this.#reader.load(datagram);
    this.#reader.aim(1, datagram.length);
    this.#listener.heard(head, this.#reader, true);
    return undefined;
  }

  #welcomed(): void {
    if (this.ready || this.#phase === "closed") return;
    this.ready = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#hello(), LONG_PAUSE);
    this.#listener.blastsChanged(true);
  }
}
