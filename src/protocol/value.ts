import { Variant } from "./constants.ts";
import { Content } from "./content.ts";

/** What can be sent: a text (variant 0), an integer (variant 1), bytes (variant 2) or anything as JSON (Object). */
export type Value = string | number | Uint8Array | object;

/** How a value is sent. */
export interface ValueOptions {
  /** Says that the data is of another format than the value suggests: 0 to 15. */
  readonly variant?: number;
  /**
   * Sends an Object message (JSON), also for a text or a number. Objects and arrays always go so; bytes are taken for
   * the JSON text that they are, so that a message can be sent on as it came.
   */
  readonly asObject?: boolean;
}

const utf8 = new TextEncoder();

function isWhole(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}

function integer(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < -(2 ** 31) || value >= 2 ** 32) {
    throw new RangeError(`${value} does not fit a number message: it takes whole numbers of 32 bits`);
  }
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value, true);
  return bytes;
}

function json(value: unknown): Uint8Array {
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError("this value has no JSON form");
  return utf8.encode(text);
}

/** Whether a value can go as a Binary message; hooks in JavaScript may give anything. */
function isPlain(value: Value): value is string | number | Uint8Array {
  return typeof value === "string" || typeof value === "number" || value instanceof Uint8Array;
}

function data(value: string | number | Uint8Array): [variant: number, data: Uint8Array] {
  if (typeof value === "string") return [Variant.Text, utf8.encode(value)];
  if (typeof value === "number") return [Variant.Number, integer(value)];
  return [Variant.Binary, value];
}

/**
 * The content of a message with `value` on `subchannel` (0 to 255). Throws a RangeError for a number that is not a
 * whole one of 32 bits, a variant above 15 or a subchannel above 255, a TypeError for what JSON cannot hold.
 */
export function contentOf(value: Value, subchannel: number, options: ValueOptions = {}): Content {
  if (!isWhole(subchannel, 255)) throw new RangeError(`subchannel ${subchannel} is not in 0 to 255`);
  const content = new Content();
  content.subchannel = subchannel;
  if (options.asObject === true || !isPlain(value)) {
    content.isObject = true;
    content.data = value instanceof Uint8Array ? value : json(value);
  } else {
    [content.variant, content.data] = data(value);
  }
  content.variant = options.variant ?? content.variant;
  if (!isWhole(content.variant, 15)) throw new RangeError(`variant ${content.variant} is not in 0 to 15`);
  return content;
}
