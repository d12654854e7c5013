import { Variant } from "../protocol/constants.ts";
import type { Content } from "../protocol/content.ts";
import { jsonIn, numberIn } from "../protocol/data.ts";
import { decodeText } from "../protocol/text.ts";

/** A client's message as a hook sees it. Its body is decoded when it is first asked for, and not before. */
export class Message {
  /** The application's byte, 0 to 255. */
  readonly subchannel: number;
  /** The data format, 0 to 15; by convention 0 text, 1 number, 2 binary (section 1). */
  readonly variant: number;
  /** It came by UDP. */
  readonly blasted: boolean;
  /** It is an Object message: JSON text. */
  readonly isObject: boolean;
  readonly #source: Uint8Array;
  readonly #start: number;
  readonly #end: number;
  #bytes: Uint8Array | undefined;
  #text: string | undefined;

  constructor(content: Content, blasted: boolean) {
    this.subchannel = content.subchannel;
    this.variant = content.variant;
    this.isObject = content.isObject;
    this.blasted = blasted;
    this.#source = content.bytes;
    this.#start = content.start;
    this.#end = content.end;
  }

  /** The data: a view that is valid during the call. Copy what is kept. */
  get bytes(): Uint8Array {
    // Made when it is asked for: for each message it would be 80 of the 110 ns that an empty hook costs.
    this.#bytes ??= this.#source.subarray(this.#start, this.#end);
    return this.#bytes;
  }

  /** The data as text: UTF-8, else Windows-1252. */
  get text(): string {
    this.#text ??= decodeText(this.bytes);
    return this.#text;
  }

  /** The data as a signed 32-bit number; undefined where it is not exactly four bytes. */
  get number(): number | undefined {
    return numberIn(this.bytes);
  }

  /** The data read as JSON; undefined where it is none. */
  get object(): unknown {
    return jsonIn(this.text);
  }

  /** The data as its kind and variant say: object, text or number; otherwise the bytes. */
  get value(): unknown {
    if (this.isObject) return this.object;
    if (this.variant === Variant.Text) return this.text;
    return this.variant === Variant.Number ? this.number : this.bytes;
  }
}
