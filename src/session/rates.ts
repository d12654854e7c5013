import { RequestType } from "../protocol/constants.ts";
import type { Reader } from "../protocol/reader.ts";
import type { Settings } from "../settings/schema.ts";
import { Bucket } from "./bucket.ts";

/** What a message counts as, beside being one and having bytes. */
export type Kind = "message" | "request" | "list";

/** What the request counts as that `reader` is aimed at; nothing is read. */
export function kindOf({ bytes, offset, end }: Reader): Kind {
  if (offset === end || bytes[offset] === RequestType.Connect) return "message";
  return bytes[offset] === RequestType.ChannelList ? "list" : "request";
}

/** What one client has sent lately: the moments at which its buckets are full again. */
export class Sent {
  messages = Number.NEGATIVE_INFINITY;
  bytes = Number.NEGATIVE_INFINITY;
  requests = Number.NEGATIVE_INFINITY;
  lists = Number.NEGATIVE_INFINITY;

  /** Whether that is so long ago that it makes no difference any more. */
  isOver(now: number): boolean {
    return Math.max(this.messages, this.bytes, this.requests, this.lists) <= now;
  }
}

/** Whoever has no limit has a bucket that is full again at once. */
function bucket(rate: number, burst: number): Bucket {
  return rate === 0 || burst === 0 ? new Bucket(Number.POSITIVE_INFINITY, 1) : new Bucket(rate, burst);
}

/** How much each client may send: the rates of `limits`. */
export class Rates {
  readonly #limits: Settings["limits"];
  readonly #messages: Bucket;
  readonly #bytes: Bucket;
  readonly #requests: Bucket;
  readonly #lists: Bucket;

  constructor(limits: Settings["limits"]) {
    this.#limits = limits;
    this.#messages = bucket(limits.messageRate, limits.messageBurst);
    this.#bytes = bucket(limits.byteRate, limits.byteBurst);
    this.#requests = bucket(limits.requestRate, limits.requestBurst);
    this.#lists = bucket(limits.listRate, limits.listBurst);
  }

  /** Counts a message of so many bytes where it may come now; otherwise gives the later moment at which it may. */
  take(sent: Sent, kind: Kind, size: number, now: number): number | undefined {
    let at = Math.max(this.#messages.readyAt(sent.messages, 1), this.#bytes.readyAt(sent.bytes, size));
    if (kind === "request") at = Math.max(at, this.#requests.readyAt(sent.requests, 1));
    if (kind === "list") at = Math.max(at, this.#lists.readyAt(sent.lists, 1));
    if (at > now) return at;
    sent.messages = this.#messages.take(sent.messages, 1, now);
    sent.bytes = this.#bytes.take(sent.bytes, size, now);
    if (kind === "request") sent.requests = this.#requests.take(sent.requests, 1, now);
    if (kind === "list") sent.lists = this.#lists.take(sent.lists, 1, now);
    return undefined;
  }

  /** Why a message may not come now, for its sender to read. */
  complaint(sent: Sent, size: number, now: number): string {
    const { messageRate, byteRate, requestRate, listRate } = this.#limits;
    if (this.#messages.readyAt(sent.messages, 1) > now) return tooMany("messages", messageRate);
    if (this.#bytes.readyAt(sent.bytes, size) > now) return tooMany("bytes", byteRate);
    if (this.#requests.readyAt(sent.requests, 1) > now) return tooMany("requests", requestRate);
    return tooMany("channel lists", listRate);
  }
}

function tooMany(what: string, rate: number): string {
  return `Too many ${what}: ${rate} a second are allowed`;
}
