/** A request that is not granted: its status, and a line for whoever made it. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly status: number;
  /** Headers that the answer must have beside the usual ones. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}
