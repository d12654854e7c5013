import { clientFrame, webSocketRequest } from "../../test/support/websocket-wire.ts";
import { bytes } from "../../test/support/wire.ts";
import { type HearFrame, headerLength, Stream } from "../tool/stream.ts";

/** A request for a WebSocket: protocol.md, section 7. */
export const WEB_SOCKET_REQUEST = Buffer.from(webSocketRequest("Sec-WebSocket-Protocol: bluewing"));

const END_OF_HEAD = "\r\n\r\n";

/** A relay message, framed as by TCP, in the frame of a WebSocket client. */
export function webFrame(frame: Uint8Array): Uint8Array {
  const [, size = 0] = frame;
  return clientFrame(bytes(frame.subarray(0, 1), frame.subarray(headerLength(size))));
}

/** What cuts a server's bytes, of a TCP stream or of a WebSocket, into the frames that are heard. */
export function ears(isWeb: boolean, hear: HearFrame): (chunk: Uint8Array) => void {
  if (isWeb) {
    const line = new WebLine();
    return (chunk) => {
      for (const message of line.push(chunk)) hear(message, 0, 1, message.length);
    };
  }
  const stream = new Stream(hear);
  return (chunk) => stream.push(chunk);
}

/** Cuts what the server sends to a WebSocket into relay messages. */
export class WebLine {
  #waiting: Uint8Array = new Uint8Array();
  #isOpen = false;

  /** The relay messages that are whole by now. */
  push(chunk: Uint8Array): Uint8Array[] {
    this.#waiting = this.#waiting.length === 0 ? chunk : Buffer.concat([this.#waiting, chunk]);
    if (!this.#isOpen && !this.#open()) return [];
    const messages: Uint8Array[] = [];
    let at = 0;
    for (let end = this.#endOf(at); end <= this.#waiting.length; end = this.#endOf(at)) {
      messages.push(this.#waiting.subarray(at + webHeaderLength(this.#waiting[at + 1]), end));
      at = end;
    }
    this.#waiting = this.#waiting.subarray(at);
    return messages;
  }

  /** Passes over the server's answer to the request. */
  #open(): boolean {
    const end = Buffer.from(this.#waiting).indexOf(END_OF_HEAD);
    if (end < 0) return false;
    this.#isOpen = true;
    this.#waiting = this.#waiting.subarray(end + END_OF_HEAD.length);
    return true;
  }

  /** Where the frame ends that begins here; NaN where that is not known yet. */
  #endOf(at: number): number {
    const short = this.#waiting[at + 1];
    const payload = at + webHeaderLength(short);
    if (payload > this.#waiting.length) return Number.NaN;
    if (payload === at + 2) return payload + (short as number);
    return payload + this.#waiting.subarray(at + 2, payload).reduce((size, byte) => size * 256 + byte, 0);
  }
}

function webHeaderLength(short = 0): number {
  if (short < 126) return 2;
  return short === 126 ? 4 : 10;
}
