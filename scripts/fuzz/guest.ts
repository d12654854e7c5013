import type { Dice } from "../../test/support/dice.ts";
import { clientFrame } from "../../test/support/websocket-wire.ts";
import { bytes as concatenated } from "../../test/support/wire.ts";
import { ears, WEB_SOCKET_REQUEST, webFrame } from "../load/web-line.ts";
import { Stream } from "../tool/stream.ts";
import { Wire } from "../tool/wire.ts";
import { Knowledge } from "./author/company.ts";

/** Of so many things that a WebSocket client says one is spoilt once more, in its form. */
const SPOILS_FORM = 32;

/** A fuzzed client: what it knows, and its connection while it has one. */
export class Guest extends Knowledge {
  wire: Wire | undefined;
  readonly #isWeb: boolean;
  #hasSpoken = false;

  constructor(isWeb: boolean) {
    super();
    this.#isWeb = isWeb;
  }

  get open(): boolean {
    return this.wire?.open === true;
  }

  async calls(port: number): Promise<void> {
    this.wire?.hangUp("reset");
    this.clear();
    this.#hasSpoken = false;
    const hearing = ears(this.#isWeb, (...frame) => this.hear(...frame));
    this.wire = await Wire.call(port, hearing);
    if (this.#isWeb) this.wire.say(WEB_SOCKET_REQUEST);
  }

  /** Says bytes of the TCP stream, or what comes closest to them by WebSocket. */
  says(bytes: Uint8Array, chance: Dice): void {
    this.wire?.say(this.#isWeb ? this.#inMessages(bytes, chance) : bytes);
    this.#hasSpoken = true;
  }

  /** Each frame in a message, and what is no whole frame in another. The zero byte in front of all is for TCP alone. */
  #inMessages(bytes: Uint8Array, chance: Dice): Uint8Array {
    const said = this.#hasSpoken ? bytes : bytes.subarray(1);
    const parts: Uint8Array[] = [];
    let told = 0;
    const stream = new Stream((data, start, _payload, end) => {
      parts.push(webFrame(data.subarray(start, end)));
      told = end;
    });
    stream.push(said);
    if (told < said.length) parts.push(clientFrame(said.subarray(told)));
    const words = concatenated(...parts);
    if (words.length > 0 && chance.throw(SPOILS_FORM) === 0) {
      const at = chance.throw(words.length);
      words[at] = (words[at] as number) ^ (1 << chance.throw(8));
    }
    return words;
  }
}
