import { Connection, type ConnectionOwner } from "../connection.ts";
import type { Emitter } from "../emitter.ts";
import { DenialError, DisconnectedError } from "../errors.ts";
import type { ClientEvents } from "../events.ts";
import type { Roster } from "../roster.ts";
import type { ServerAddress } from "../transport/address.ts";
import { Backoff, type BackoffOptions } from "./backoff.ts";

/** What a client is doing about its connection; "waiting" is until the next try. */
export type Phase = "idle" | "connecting" | "connected" | "waiting" | "closed";

/** What a client that keeps its connection is made with. Times are in milliseconds. */
export interface LifelineParts {
  readonly address: ServerAddress;
  readonly timeout: number;
  readonly silence: number;
  readonly reconnect: boolean | BackoffOptions;
  readonly events: Emitter<ClientEvents>;
  readonly roster: Roster;
  /** Has the client take its name and channels, when it has connected by itself. */
  restore(): void;
}

/** Keeps a client connected: one connection after the other. */
export class Lifeline {
  phase: Phase = "idle";
  /** The connection, once it was accepted. */
  connection: Connection | undefined;
  readonly #parts: LifelineParts;
  readonly #backoff: Backoff | undefined;
  #since = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #wasConnected = false;
  #opening = new AbortController();
  #closed: Promise<void> | undefined;

  constructor(parts: LifelineParts) {
    this.#parts = parts;
    const { reconnect } = parts;
    if (reconnect !== false) this.#backoff = new Backoff(reconnect === true ? {} : reconnect);
  }

  /** Connects, once: from "idle" or "waiting". Rejects as Connection.open does. */
  async connect(): Promise<void> {
    this.phase = "connecting";
    const opening = new AbortController();
    this.#opening = opening;
    await Connection.open(this.#parts.address, this.#owner(), this.#parts, opening.signal);
  }

  /** Connects, and tries again until it succeeds. */
  start(): void {
    if (this.phase !== "idle" && this.phase !== "waiting") return;
    this.connect().then(
      () => this.#parts.restore(),
      (error: Error) => this.#lost(error.message, error instanceof DenialError),
    );
  }

  /** Ends it for good; comes back when what was sent has left, or cannot. */
  async close(): Promise<void> {
    if (this.phase === "closed") return await this.#closed;
    const wasIdle = this.phase === "idle";
    this.phase = "closed";
    clearTimeout(this.#retry);
    this.#opening.abort(new DisconnectedError("closed"));
    this.#closed = this.#drop("closed", false);
    if (!wasIdle) this.#parts.events.emit("disconnected", { reason: "closed", retryIn: undefined });
    await this.#closed;
  }

  #owner(): ConnectionOwner {
    const { events, roster } = this.#parts;
    return {
      accepted: (connection) => this.#accepted(connection),
      heard: (message, blasted) => {
        const requests = this.connection?.requests;
        if (requests !== undefined) roster.take(message, blasted, requests);
      },
      blastsChanged: (ready) => events.emit("blasts", { ready }),
      misread: (reason) => events.emit("misread", { reason }),
      ended: (reason, toldToGo) => this.#lost(reason, toldToGo),
    };
  }

  #accepted(connection: Connection): void {
    this.connection = connection;
    this.phase = "connected";
    this.#since = performance.now();
    const again = this.#wasConnected;
    this.#wasConnected = true;
    const { id, welcome } = connection;
    this.#parts.events.emit("connected", { id, welcome, again });
  }

  /** There is no connection, or no longer. */
  #lost(reason: string, toldToGo: boolean): void {
    if (this.phase === "closed") return;
    if (this.phase === "connected") this.#backoff?.lasted(performance.now() - this.#since);
    void this.#drop(reason, toldToGo);
    const retryIn = this.#backoff?.delay(toldToGo);
    this.phase = retryIn === undefined ? "closed" : "waiting";
    if (retryIn !== undefined) this.#retry = setTimeout(() => this.start(), retryIn);
    this.#parts.events.emit("disconnected", { reason, retryIn });
  }

  async #drop(reason: string, toldToGo: boolean): Promise<void> {
    const { connection } = this;
    this.connection = undefined;
    connection?.requests.end(reason);
    const closed = connection?.close();
    this.#parts.roster.lose(toldToGo);
    await closed;
  }
}
