import { NO_ID } from "./constants.ts";

const NOTHING = new Uint8Array(0);

/**
 * What an application sends: messages 1 to 6 of section 4, and 1 to 8 of section 5. The data stays where it is,
 * `bytes` from `start` to `end`, so that one instance can serve every message that passes by.
 */
export class Content {
  /** An Object message (JSON text) rather than a Binary one. */
  isObject = false;
  /** The data format, 0 to 15: section 1. */
  variant = 0;
  /** The application's byte, 0 to 255. */
  subchannel = 0;
  /** The channel that the message goes through; 0xFFFF where there is none. */
  channel = NO_ID;
  /** The recipient in what clients say; 0xFFFF where there is none. */
  peer = NO_ID;
  bytes: Uint8Array = NOTHING;
  start = 0;
  end = 0;

  /** The data as a view: no copy. */
  get data(): Uint8Array {
    return this.bytes.subarray(this.start, this.end);
  }

  set data(data: Uint8Array) {
    this.bytes = data;
    this.start = 0;
    this.end = data.length;
  }
}
