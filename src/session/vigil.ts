/** Watches over a client's signs of life. All times are milliseconds of the server's clock. */
export class Vigil {
  /** When the connection came. */
  readonly since: number;
  /** When the client last said anything at all. */
  #heardAt: number;
  #pingedAt = Number.NEGATIVE_INFINITY;
  /** When the first ping went out that nothing was heard after. */
  #unansweredSince: number | undefined;
  /** When the ping went out whose Pong is awaited. */
  #pongAwaitedSince: number | undefined;
  /** How long the unanswered ping may stay so. */
  #patience = Number.POSITIVE_INFINITY;

  constructor(now: number) {
    this.since = now;
    this.#heardAt = now;
  }

  /** The client said something. */
  heard(now: number): void {
    this.#heardAt = now;
    this.#unansweredSince = undefined;
  }

  /** No answer to a Ping was heard so far, for what the client says had to wait. */
  excuse(): void {
    this.#unansweredSince = undefined;
  }

  /** A Ping goes out; the client is given `patience` to say anything. */
  pinged(now: number, patience: number): void {
    this.#pingedAt = now;
    this.#pongAwaitedSince ??= now;
    this.#patience = this.#unansweredSince === undefined ? patience : Math.min(patience, this.#patience);
    this.#unansweredSince ??= now;
  }

  /** A Pong came: milliseconds since its Ping, or undefined where nobody asked for it. */
  ponged(now: number): number | undefined {
    const since = this.#pongAwaitedSince;
    this.#pongAwaitedSince = undefined;
    return since === undefined ? undefined : now - since;
  }

  /** Whether the client is due for a Ping: neither it nor the server said anything for `interval`. */
  quiet(now: number, interval: number): boolean {
    return now - this.#heardAt >= interval && now - this.#pingedAt >= interval;
  }

  /** Whether a ping has gone unanswered for too long. */
  lost(now: number): boolean {
    return this.#unansweredSince !== undefined && now - this.#unansweredSince >= this.#patience;
  }
}
