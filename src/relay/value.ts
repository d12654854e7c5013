import { Variant } from "../protocol/constants.ts";
import { Content } from "../protocol/content.ts";

/** What can be sent: a text (variant 0), an integer (variant 1), bytes (variant 2) or anything as JSON (Object). */
export type Value = string | number | Uint8Array | object;

/** How a value is sent. */
export interface ValueOptions {
  /** Says that the data is of another format than the value suggests: 0 to 15. */
  readonly variant?: number;
  /** Sends an Object message (JSON), also for a text or a number. Objects and arrays always go so. */
  readonly asObject?: boolean;
}

const utf8 = new TextEncoder();

function integer(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < -(2 ** 31) || value >= 2 ** 32) {
    throw new RangeError(`${value} does not fit a number message: it takes whole numbers of 32 bits`);
  }
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value, true);
  return bytes;
}

function data(value: Value): [variant: number, data: Uint8Array] {
  if (typeof value === "string") return [Variant.Text, utf8.encode(value)];
  if (typeof value === "number") return [Variant.Number, integer(value)];
  return [Variant.Binary, value as Uint8Array];
}

/**
 * The content of a message with `value` on `subchannel` (0 to 255). Throws a RangeError for a number that is not a
 * whole one of 32 bits, a variant above 15 or a subchannel above 255, a TypeError for what JSON cannot hold.
 */
export function contentOf(value: Value, subchannel: number, options: ValueOptions = {}): Content {
  if (!(subchannel >= 0 && subchannel <= 255)) throw new RangeError(`subchannel ${subchannel} is not in 0 to 255`);
  const content = new Content();
  content.subchannel = subchannel;
  content.isObject = options.asObject ?? (typeof value === "object" && !(value instanceof Uint8Array));
  if (content.isObject) {
    const json = JSON.stringify(value);
    if (json === undefined) throw new TypeError("this value has no JSON form");
    content.data = utf8.encode(json);
  } else {
    [content.variant, content.data] = data(value);
  }
  content.variant = options.variant ?? content.variant;
  if (!(content.variant >= 0 && content.variant <= 15)) throw new RangeError(`variant ${content.variant} is not in 0 to 15`);
  return content;
}
