import type { BanList } from "../admission/bans.ts";
import type { Hooks } from "../hooks/hooks.ts";
import type { Whereabouts } from "../hooks/owner.ts";
import type { Eventually } from "../hooks/verdict.ts";
import { Log, type LogSink } from "../log.ts";
import { serverFrame } from "../protocol/encode.ts";
import type { Value, ValueOptions } from "../protocol/value.ts";
import type { Channel, ChannelOptions, Client, Collection } from "../relay/api.ts";
import type { Counters } from "../session/counters.ts";
import { readSettings } from "../settings/read.ts";
import type { Settings, SettingsInput } from "../settings/schema.ts";
import { type Duration, span } from "../settings/units.ts";
import { Server, type ServerOptions } from "./server.ts";
import type { Timers, Work } from "./timers.ts";

/**
 * Makes the hooks of a server: it is given the relay, so that they can use it at any time. While it does its work
 * nobody is connected yet, unless the hooks take the place of others. It may take `limits.hookTimeout`.
 */
export type HooksFactory = (relay: Relay) => Eventually<Hooks>;

/** What a server is made with: any settings, the hooks, and where the log goes. */
export interface ListenOptions extends Omit<SettingsInput, "hooks" | "watch" | "web"> {
  /** The address to listen on: `server.host`. */
  readonly host?: string;
  /** The port, for TCP and UDP alike; 0 takes a free one: `server.port`. */
  readonly port?: number;
  /** What clients are welcomed with: `server.welcome`. */
  readonly welcome?: string;
  /** The owner's hooks, or what makes them. */
  readonly hooks?: Hooks | HooksFactory;
  /** Takes the lines of the log; by default they go to the standard error output. */
  readonly logger?: LogSink;
}

/** A running server. */
export class Relay implements AsyncDisposable {
  readonly #server: Server;
  readonly #timers: Timers;

  private constructor(server: Server, timers: Timers) {
    this.#server = server;
    this.#timers = timers;
  }

  /**
   * Starts a server. Rejects with a SettingsError for an option that cannot be, with a HooksError for hooks that are
   * none, with a BanFileError for a ban file that cannot be read, with a CertificateError for a certificate that cannot be
   * used, and with a ListenError for an address or port that cannot be listened on; then nothing is left half-started.
   */
  static async listen(options: ListenOptions = {}): Promise<Relay> {
    const { host, port, welcome, hooks, logger, ...input } = options;
    const given = Object.entries({ host, port, welcome }).filter(([, value]) => value !== undefined);
    const settings = readSettings({ ...input, server: { ...input.server, ...Object.fromEntries(given) } });
    const sink: LogSink = logger ?? ((level, line) => console.error(`greenwing ${level}: ${line}`));
    const log = new Log(settings.log.level, sink);
    return await Relay.start(settings, { log, ...(hooks === undefined ? {} : { hooks }) });
  }

  /** @internal Starts a server with settings that were read already. Rejects as `listen` does. */
  static async start(settings: Settings, parts: StartParts): Promise<Relay> {
    const server = new Server(settings, parts.log, parts);
    const relay = new Relay(server, server.newTimers());
    try {
      if (parts.hooks !== undefined) await relay.replaceHooks(parts.hooks, parts.whereabouts);
      await server.listen();
      return relay;
    } catch (error) {
      await relay.stop();
      throw error;
    }
  }

  /** The address that it listens on; before it does, the one of the settings. */
  get host(): string {
    return this.#server.host;
  }

  /** The port that it listens on, TCP and UDP alike; before it does, the one of the settings (0: a free one). */
  get port(): number {
    return this.#server.port;
  }

  /**
   * The port for WebSocket clients and browsers alone, `websocket.port`; undefined where there is none. They may use
   * `port` too where `tcp.acceptHttp` is on.
   */
  get webSocketPort(): number | undefined {
    return this.#server.webSocketPort;
  }

  /** The port for clients whose connections are encrypted, `tls.port`; undefined where there is none. */
  get tlsPort(): number | undefined {
    return this.#server.tlsPort;
  }

  /** The settings, complete; durations are in milliseconds, sizes in bytes. */
  get settings(): Settings {
    return this.#server.settings;
  }

  /** What it has let go by or put an end to, since it started. */
  get counters(): Readonly<Counters> {
    return this.#server.counters;
  }

  /** The clients whose connection was accepted, the oldest first. */
  get clients(): Collection<Client> {
    return this.#server.registry.clients;
  }

  /** The open channels, the oldest first. */
  get channels(): Collection<Channel> {
    return this.#server.registry.channels;
  }

  /** Who may not connect. With `bans.file` they survive a restart. */
  get bans(): BanList {
    return this.#server.bans;
  }

  /** Sends a server message to every client: see Client.sendMessage. */
  broadcast(value: Value, subchannel = 0, options: ValueOptions = {}): void {
    const frame = serverFrame(value, subchannel, options);
    for (const client of this.#server.registry.clients) client.link.send(frame);
  }

  /** Blasts a server message to every client: see Client.blast. */
  blast(value: Value, subchannel = 0, options: ValueOptions = {}): void {
    const frame = serverFrame(value, subchannel, options);
    for (const client of this.#server.registry.clients) client.link.blast(frame);
  }

  /**
   * Opens a channel that nobody is in yet and that has no master. Throws a RangeError where there cannot be one of this
   * name: the name is invalid or taken, or there are too many channels.
   */
  createChannel(name: string, options: ChannelOptions = {}): Channel {
    return this.#server.registry.channels.create(name, options);
  }

  /**
   * Does `work` after a while (a number is seconds), unless what is returned is called before. Timers end with the
   * hooks that set them, and with the relay; what one throws is logged.
   */
  after(delay: Duration, work: Work): () => void {
    return this.#timers.after(delay, work);
  }

  /** As `after`, again and again, at intervals of at least a millisecond. */
  every(interval: Duration, work: Work): () => void {
    return this.#timers.every(interval, work);
  }

  /**
   * Puts other hooks in the place of those that there are, between two messages: no client notices, and what is kept
   * with clients and channels stays. The timers of those before end, and their `dispose` is called. Rejects with a
   * HooksError, or with what a factory threw, and leaves those before in place then.
   */
  async replaceHooks(hooks: Hooks | HooksFactory, whereabouts?: Whereabouts): Promise<void> {
    const make = (timers: Timers) =>
      typeof hooks === "function" ? hooks(new Relay(this.#server, timers)) : hooks;
    await this.#server.replaceHooks(make, whereabouts);
  }

  /**
   * Stops: no one is let in any more, and every client is told, after what is queued for it. Resolves when all are
   * gone, or when `within` (by default `shutdown.within`) is over and the rest were cut off. Throws a RangeError where
   * `within` is no duration.
   */
  stop({ within }: { within?: Duration } = {}): Promise<void> {
    return this.#server.stop(within === undefined ? this.settings.shutdown.within : span(within));
  }

  /** Resolves when the server has stopped, whoever stopped it. */
  get stopped(): Promise<void> {
    return this.#server.stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

/** @internal What a server whose settings were read is started with. */
export interface StartParts extends ServerOptions {
  readonly log: Log;
  readonly hooks?: Hooks | HooksFactory;
  /** Where the hooks are written, for the log. */
  readonly whereabouts?: Whereabouts;
}
