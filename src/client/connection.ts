import { PROTOCOL_VERSION } from "../protocol/constants.ts";
import { decodeServerMessage } from "../protocol/decode-server.ts";
import { encodeClientMessage } from "../protocol/encode-client.ts";
import { ProtocolError } from "../protocol/error.ts";
import type { ClientMessage, ServerMessage } from "../protocol/messages.ts";
import type { Reader } from "../protocol/reader.ts";
import { DenialError } from "./errors.ts";
import { Silence } from "./lasting/silence.ts";
import { readText } from "./read-text.ts";
import { Requests } from "./requests.ts";
import type { ServerAddress } from "./transport/address.ts";
import type { Line, LineListener } from "./transport/line.ts";
import { openLine } from "./transport/open-line.ts";

const utf8 = new TextEncoder();

/** Who a connection is for. */
export interface ConnectionOwner {
  /** The server has accepted the connection; what it says next may follow at once. */
  accepted(connection: Connection): void;
  /** The server has said something that is no matter of the connection's own. */
  heard(message: ServerMessage, blasted: boolean): void;
  blastsChanged(ready: boolean): void;
  misread(reason: string): void;
  /** An accepted connection has ended; `toldToGo` where the server gave a reason. */
  ended(reason: string, toldToGo: boolean): void;
}

/** How long a connection waits for what. Milliseconds. */
export interface ConnectionTimes {
  readonly timeout: number;
  /** 0: a server may be silent for ever. */
  readonly silence: number;
}

/** Who waits for a connection to be accepted. */
interface Opening {
  accept(): void;
  refuse(error: Error): void;
}

/** One accepted connection to a server, until its end: the handshake, pings, and who asked for what. */
export class Connection implements LineListener {
  readonly requests = new Requests();
  id = 0;
  welcome = "";
  readonly #owner: ConnectionOwner;
  readonly #opening: Opening;
  #line: Line | undefined;
  #phase: "greeting" | "accepted" | "ended" = "greeting";
  #silence: Silence | undefined;
  #isOver = () => {};
  readonly #over = new Promise<void>((resolve) => {
    this.#isOver = resolve;
  });
  /** What the server said when it ended an accepted connection. */
  #farewell: string | undefined;

  private constructor(owner: ConnectionOwner, opening: Opening) {
    this.#owner = owner;
    this.#opening = opening;
  }

  /**
   * Connects, and comes back when the server has accepted. Rejects with a DenialError where it refuses, with an Error
   * that says in a few words why where there is no server, and with what `signal` is aborted with.
   */
  static async open(
    address: ServerAddress,
    owner: ConnectionOwner,
    { timeout, silence }: ConnectionTimes,
    signal: AbortSignal,
  ): Promise<void> {
    const giveUp = new AbortController();
    const late = setTimeout(
      () => giveUp.abort(new Error(`there was no answer within ${timeout / 1000} s`)),
      timeout,
    );
    const abort = () => giveUp.abort(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    try {
      await Connection.#greet(address, owner, silence, giveUp.signal);
    } finally {
      clearTimeout(late);
      signal.removeEventListener("abort", abort);
    }
  }

  static #greet(
    address: ServerAddress,
    owner: ConnectionOwner,
    silence: number,
    signal: AbortSignal,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const connection: Connection = new Connection(owner, {
        accept: resolve,
        refuse: (error) => {
          connection.#phase = "ended";
          connection.#line?.close();
          reject(error);
        },
      });
      signal.addEventListener("abort", () => connection.#opening.refuse(signal.reason), { once: true });
      openLine(address, connection, signal).then((line) => {
        if (signal.aborted) return line.close();
        connection.#begin(line, silence);
      }, reject);
    });
  }

  /** What blasts need is there. */
  get blasts(): boolean {
    return this.#line?.blasts ?? false;
  }

  get transport(): Line["transport"] | undefined {
    return this.#line?.transport;
  }

  get waiting(): number {
    return this.#line?.waiting ?? 0;
  }

  send(message: ClientMessage): void {
    this.#line?.send(encodeClientMessage(message));
  }

  blast(message: ClientMessage): boolean {
    return this.#line?.blast(encodeClientMessage(message)) ?? false;
  }

  /** Ends it after what was sent; comes back when it has ended. */
  async close(): Promise<void> {
    this.#line?.close();
    await this.#over;
  }

  heard(head: number, reader: Reader, blasted: boolean): void {
    this.#silence?.heard();
    const message = this.#read(head, reader);
    if (message !== undefined) this.#take(message, blasted);
  }

  blastsChanged(ready: boolean): void {
    this.#owner.blastsChanged(ready);
  }

  ended(reason: string): void {
    const phase = this.#phase;
    this.#phase = "ended";
    this.#isOver();
    this.#silence?.stop();
    // What was given up here ends some time later as a line.
    if (phase === "ended") return;
    const why = this.#farewell ?? reason;
    this.requests.end(why);
    if (phase === "accepted") this.#owner.ended(why, this.#farewell !== undefined);
    else this.#opening.refuse(new Error(`it took the connection and ended it: ${why}`));
  }

  #begin(line: Line, longestSilence: number): void {
    this.#line = line;
    this.send({ type: "Connect", version: utf8.encode(PROTOCOL_VERSION) });
    if (longestSilence === 0) return;
    this.#silence = new Silence(longestSilence, {
      ask: () => {
        // Servers answer it whatever their settings: with a list, or a denial.
        this.send({ type: "ChannelList" });
        this.requests.ask("ChannelList").catch(() => {});
      },
      giveUp: () => {
        line.close();
        this.ended("the server is silent");
      },
    });
  }

  /** Reads a message; undefined where it is of another server, or a newer protocol. Those around it are as good as before. */
  #read(head: number, reader: Reader): ServerMessage | undefined {
    try {
      return decodeServerMessage(head, reader);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#owner.misread(error.message);
      return undefined;
    }
  }

  #take(message: ServerMessage, blasted: boolean): void {
    if (this.#phase === "ended") return;
    if (message.type === "Response" && message.request === "Connect") return this.#takeConnect(message);
    if (this.#phase === "greeting") return;
    if (message.type === "Ping") {
      // A Ping by UDP only keeps the way open: section 3.
      if (!blasted) this.send({ type: "Pong" });
    } else if (message.type === "ImplementationRequest") this.#introduce();
    else this.#owner.heard(message, blasted);
  }

  #takeConnect(message: Extract<ServerMessage, { type: "Response" }>): void {
    if (!message.success) {
      const reason = readText(message.reason);
      if (this.#phase === "accepted") this.#farewell = reason;
      else this.#opening.refuse(new DenialError("Connect", reason));
    } else if (this.#phase === "greeting" && message.request === "Connect") {
      this.#phase = "accepted";
      this.id = message.id;
      this.welcome = readText(message.welcome);
      if (this.transport === "websocket") this.#introduce(); // section 7
      this.#line?.accepted(this.id);
      this.#owner.accepted(this);
      this.#opening.accept();
    }
  }

  #introduce(): void {
    const platform = globalThis.process?.platform ?? "browser";
    this.send({ type: "Implementation", text: utf8.encode(`Greenwing client ${platform}`) });
  }
}
