import { JoinFlag } from "../protocol/constants.ts";
import type { ClientMessage } from "../protocol/messages.ts";
import type { Value, ValueOptions } from "../protocol/value.ts";
import { type Channel, type JoinOptions, toServer, type Voice } from "./channel.ts";
import { Emitter } from "./emitter.ts";
import { DenialError, DisconnectedError } from "./errors.ts";
import type { ClientEvents } from "./events.ts";
import type { BackoffOptions } from "./lasting/backoff.ts";
import { Lifeline, type Phase } from "./lasting/lifeline.ts";
import { restore } from "./lasting/restore.ts";
import { type ListedChannel, Roster } from "./roster.ts";
import { readAddress } from "./transport/address.ts";

const utf8 = new TextEncoder();

/** How a client connects. Times are in milliseconds. */
export interface ClientOptions {
  /** The name that it asks for as soon as it is connected, and again whenever it comes back. */
  readonly name?: string;
  /** Whether it comes back when a connection is lost, with its name and channels, and after which delays. By default it does. */
  readonly reconnect?: boolean | BackoffOptions;
  /** What becomes of a blast while UDP does not get through: nothing (the default), or it is sent by TCP. */
  readonly udpFallback?: "none" | "tcp";
  /** How long a server may take to accept a connection: 10,000. */
  readonly timeout?: number;
  /** How long a server may say nothing before it is asked whether it is there, and then given up: 30,000; 0: for ever. */
  readonly silence?: number;
}

/** A client of a Lacewing server, over TCP and UDP or a WebSocket. */
export class Client {
  readonly #events = new Emitter<ClientEvents>();
  readonly #roster: Roster;
  readonly #lifeline: Lifeline;
  readonly #blastsByTcp: boolean;
  /** The name to ask for. */
  #name: string;

  /** Nothing happens before `open` or `start`. Throws a RangeError for what is no address of a server. */
  constructor(address: string | URL, options: ClientOptions = {}) {
    const { name = "", reconnect = true, timeout = 10_000, silence = 30_000 } = options;
    this.#name = name;
    this.#blastsByTcp = options.udpFallback === "tcp";
    const voice: Voice = {
      say: (message, blasted = false) => this.#say(message, blasted),
      leave: (channel) => this.#leave(channel),
    };
    this.#roster = new Roster(this.#events, voice);
    this.#lifeline = new Lifeline({
      address: readAddress(address),
      ...{ timeout, silence, reconnect },
      events: this.#events,
      roster: this.#roster,
      restore: () => this.#restore(),
    });
  }

  /** Calls `listener` whenever `event` happens, until the function that this gives is called. */
  on<Name extends keyof ClientEvents>(
    event: Name,
    listener: (event: ClientEvents[Name]) => void,
  ): () => void {
    return this.#events.on(event, listener);
  }

  /** "waiting": until the next try to connect. */
  get phase(): Phase {
    return this.#lifeline.phase;
  }

  /** The client's number; undefined while there is no connection. */
  get id(): number | undefined {
    return this.#lifeline.connection?.id;
  }

  /** What the server said when it accepted the connection. */
  get welcome(): string {
    return this.#lifeline.connection?.welcome ?? "";
  }

  /** The name that the server has granted; empty where it has none. */
  get name(): string {
    return this.#roster.name;
  }

  /** What the connection is made of; undefined while there is none. */
  get transport(): "tcp" | "websocket" | undefined {
    return this.#lifeline.connection?.transport;
  }

  /** Whether blasts get through: on a WebSocket always, else once UDP has been answered. */
  get blasts(): boolean {
    return this.#lifeline.connection?.blasts ?? false;
  }

  /** Bytes that were sent and have not left this program yet. */
  get waiting(): number {
    return this.#lifeline.connection?.waiting ?? 0;
  }

  /** The channels that the client is in, by their ids. */
  get channels(): ReadonlyMap<number, Channel> {
    return this.#roster.channels;
  }

  /**
   * Connects, and takes its name. Rejects with a DenialError where the server refuses either, with an Error that says in
   * a few words why where there is no connection; then the client is closed, and another must be made.
   */
  async open(): Promise<void> {
    if (this.phase !== "idle") throw new Error(`this client is ${this.phase} already`);
    try {
      await this.#lifeline.connect();
      if (this.#name !== "") await this.setName(this.#name);
    } catch (error) {
      void this.close();
      throw error;
    }
  }

  /** Connects, and tries again until it succeeds: `connected` and `disconnected` tell of it. */
  start(): void {
    this.#lifeline.start();
  }

  /** Ends the connection after what was sent, and does not come back. Resolves when it has ended: within 2 s. */
  close(): Promise<void> {
    return this.#lifeline.close();
  }

  /**
   * Asks for a name; gives the one that the server has granted, which may differ. Rejects with a DenialError or a
   * DisconnectedError, as all requests do.
   */
  async setName(name: string): Promise<string> {
    const granted = await this.#ask<string>("SetName", name, { type: "SetName", name: utf8.encode(name) });
    this.#name = granted;
    return granted;
  }

  /**
   * Joins a channel, which is created where there is none of this name. While it is asked for already, as after a
   * connection was lost, this is the answer to that.
   */
  join(name: string, options: JoinOptions = {}): Promise<Channel> {
    const flags = (options.hidden ? JoinFlag.Hidden : 0) | (options.autoClose ? JoinFlag.AutoClose : 0);
    this.#roster.want(name, options);
    const asked = this.#lifeline.connection?.requests.awaited<Channel>("JoinChannel", name);
    if (asked !== undefined) return asked;
    return this.#ask("JoinChannel", name, { type: "JoinChannel", flags, name: utf8.encode(name) });
  }

  /** The channels that can be seen. */
  listChannels(): Promise<ListedChannel[]> {
    return this.#ask("ChannelList", "", { type: "ChannelList" });
  }

  /** How long the server takes to answer, in milliseconds. It is asked for the channel list, which servers bound. */
  async ping(): Promise<number> {
    const asked = performance.now();
    await this.listChannels().catch((error) => {
      if (!(error instanceof DenialError)) throw error;
    });
    return performance.now() - asked;
  }

  /** Sends a value to the server itself. False where there is no connection. */
  send(value: Value, subchannel = 0, options: ValueOptions = {}): boolean {
    return this.#say(toServer(value, subchannel, options), false);
  }

  /** As `send`, by UDP. False where it went nowhere. */
  blast(value: Value, subchannel = 0, options: ValueOptions = {}): boolean {
    return this.#say(toServer(value, subchannel, options), true);
  }

  /** Takes its name and its channels again. */
  #restore(): void {
    const { connection } = this.#lifeline;
    void restore({
      name: this.#name,
      roster: this.#roster,
      setName: (name) => this.setName(name),
      join: (name, options) => this.join(name, options),
      isOver: () => this.#lifeline.connection !== connection,
      denied: (request, name, reason) => this.#events.emit("denied", { request, name, reason }),
    });
  }

  #say(message: ClientMessage, blasted: boolean): boolean {
    const { connection } = this.#lifeline;
    if (connection === undefined) return false;
    if (blasted && (connection.blasts || !this.#blastsByTcp)) return connection.blast(message);
    connection.send(message);
    return true;
  }

  async #ask<Answer>(
    request: "SetName" | "JoinChannel" | "LeaveChannel" | "ChannelList",
    subject: string | number,
    message: ClientMessage,
  ): Promise<Answer> {
    const { connection } = this.#lifeline;
    if (connection === undefined) throw new DisconnectedError("there is no connection");
    connection.send(message);
    return await connection.requests.ask<Answer>(request, subject);
  }

  async #leave(channel: Channel): Promise<void> {
    if (!channel.joined) return this.#roster.forget(channel, true);
    await this.#ask("LeaveChannel", channel.id, { type: "LeaveChannel", channel: channel.id });
  }
}

/** Connects: a `Client` that was opened. Rejects as `open` does. */
export async function connect(address: string | URL, options: ClientOptions = {}): Promise<Client> {
  const client = new Client(address, options);
  await client.open();
  return client;
}
