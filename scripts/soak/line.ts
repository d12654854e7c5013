import { bytes } from "../../test/support/wire.ts";
import { ears, WEB_SOCKET_REQUEST, webFrame } from "../load/web-line.ts";
import type { HearFrame } from "../tool/stream.ts";
import { Wire } from "../tool/wire.ts";

const OPENING = Uint8Array.of(0);

/** A member's connection, which carries frames in both directions: by TCP, or each in a message of a WebSocket. */
export class Line {
  readonly isWeb: boolean;
  readonly #wire: Wire;

  private constructor(isWeb: boolean, wire: Wire) {
    this.isWeb = isWeb;
    this.#wire = wire;
  }

  static async open(isWeb: boolean, port: number, hear: HearFrame, ended: () => void): Promise<Line> {
    const line = new Line(isWeb, await Wire.call(port, ears(isWeb, hear), ended));
    line.#wire.say(isWeb ? WEB_SOCKET_REQUEST : OPENING);
    return line;
  }

  say(...frames: readonly Uint8Array[]): void {
    this.#wire.say(bytes(...(this.isWeb ? frames.map(webFrame) : frames)));
  }

  hangUp(): void {
    this.#wire.hangUp("half-close");
  }
}
