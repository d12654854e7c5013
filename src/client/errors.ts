import type { RequestName } from "../protocol/constants.ts";

/** The server has denied a request, and this is why: section 5.1. */
export class DenialError extends Error {
  override readonly name = "DenialError";
  /** What was asked for. */
  readonly request: RequestName;
  /** The server's words. */
  readonly reason: string;

  constructor(request: RequestName, reason: string) {
    super(reason);
    this.request = request;
    this.reason = reason;
  }
}

/** There is no connection, or it ended before the server had answered. */
export class DisconnectedError extends Error {
  override readonly name = "DisconnectedError";
}
