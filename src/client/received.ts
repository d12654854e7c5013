import { Variant } from "../protocol/constants.ts";
import { jsonIn, numberIn } from "../protocol/data.ts";
import { readText } from "./read-text.ts";

/** What a message is made of, as it came. */
interface Content {
  readonly type: string;
  readonly subchannel: number;
  readonly variant: number;
  readonly data: Uint8Array;
}

/** A message that came from the server or, by way of it, from a peer. Its body is decoded when it is asked for. */
export class Received {
  /** The application's byte, 0 to 255. */
  readonly subchannel: number;
  /** The data format, 0 to 15; by convention 0 text, 1 number, 2 binary (section 1). */
  readonly variant: number;
  /** It was blasted: it came by UDP, or as what stands for that on a WebSocket. */
  readonly blasted: boolean;
  /** It is an Object message: JSON text. */
  readonly isObject: boolean;
  /** The data: a view into what came with it. Copy what is kept for long. */
  readonly bytes: Uint8Array;

  /** @internal */
  constructor({ type, subchannel, variant, data }: Content, blasted: boolean) {
    this.subchannel = subchannel;
    this.variant = variant;
    this.blasted = blasted;
    this.isObject = type.startsWith("Object");
    this.bytes = data;
  }

  /** The data as text: UTF-8, else Windows-1252. */
  get text(): string {
    return readText(this.bytes);
  }

  /** The data as a signed 32-bit number; undefined where it is not exactly four bytes. */
  get number(): number | undefined {
    return numberIn(this.bytes);
  }

  /** The data read as JSON; undefined where it is none. Peers may send anything: check what it is. */
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
