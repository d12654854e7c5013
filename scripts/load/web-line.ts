import { clientFrame, webSocketRequest } from "../../test/support/websocket-wire.ts";

/** A request for a WebSocket: protocol.md, section 7. */
export const WEB_SOCKET_REQUEST = Buffer.from(webSocketRequest("Sec-WebSocket-Protocol: bluewing"));

const END_OF_HEAD = "\r\n\r\n";

/** A relay message, framed as by TCP and of up to 64 KiB, in the frame of a WebSocket client. */
export function webFrame(frame: Uint8Array): Uint8Array {
  const [head = 0, short = 0] = frame;
  return clientFrame(Uint8Array.from([head, ...frame.subarray(short < 254 ? 2 : 4)]));
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
      messages.push(this.#waiting.subarray(at + headerLength(this.#waiting[at + 1]), end));
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
    const payload = at + headerLength(short);
    if (payload > this.#waiting.length) return Number.NaN;
    if (payload === at + 2) return payload + (short as number);
    return payload + this.#waiting.subarray(at + 2, payload).reduce((size, byte) => size * 256 + byte, 0);
  }
}

function headerLength(short = 0): number {
  if (short < 126) return 2;
  return short === 126 ? 4 : 10;
}
