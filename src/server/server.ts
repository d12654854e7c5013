import type { TCPSocketListener } from "bun";
import type { Hooks } from "../hooks/hooks.ts";
import { Owner } from "../hooks/owner.ts";
import { Log, type LogSink } from "../log.ts";
import { Reader } from "../protocol/reader.ts";
import type { Channel, Client, Collection } from "../relay/api.ts";
import { Registry } from "../relay/registry.ts";
import { serverFrame, type Value, type ValueOptions } from "../relay/value.ts";
import type { Context } from "../session/context.ts";
import { Counters } from "../session/counters.ts";
import { Rates } from "../session/rates.ts";
import { readSettings } from "../settings/read.ts";
import type { Settings, SettingsInput } from "../settings/schema.ts";
import { type Duration, span } from "../settings/units.ts";
import { Connections } from "./connections.ts";
import { Flusher } from "./flusher.ts";
import { beatInterval, Heartbeat } from "./heartbeat.ts";
import { OutboxPool } from "./outbox.ts";
import { inParts } from "./parts.ts";
import { openPorts } from "./ports.ts";
import type { TcpConnection, TcpParts } from "./tcp.ts";
import { UdpPort } from "./udp.ts";

/** What a server is made with: any settings, the hooks, and where the log goes. */
export interface ListenOptions extends Omit<SettingsInput, "hooks"> {
  /** The address to listen on: `server.host`. */
  readonly host?: string;
  /** The port, for TCP and UDP alike; 0 takes a free one: `server.port`. */
  readonly port?: number;
  /** What clients are welcomed with: `server.welcome`. */
  readonly welcome?: string;
  readonly hooks?: Hooks;
  /** Takes the lines of the log; by default they go to the standard error output. */
  readonly logger?: LogSink;
}

/** What clients are told that are connected when the server stops. */
const FAREWELL = "Server is shutting down";

/** A running server. */
export class Relay implements AsyncDisposable {
  /** The address that it listens on. */
  readonly host: string;
  /** The port that it listens on, TCP and UDP alike. */
  readonly port: number;
  readonly settings: Settings;
  /** What it has let go by or put an end to, since it started. */
  readonly counters: Readonly<Counters>;
  readonly #registry: Registry;
  readonly #listener: TCPSocketListener<TcpConnection>;
  readonly #udp: UdpPort;
  readonly #tcp: TcpParts;
  readonly #heartbeat: Heartbeat;
  #stopped: Promise<void> | undefined;

  /**
   * Starts a server. Rejects with a SettingsError for an option that cannot be, and with a ListenError for an address
   * or port that cannot be listened on; then nothing is left half-started.
   */
  static async listen(options: ListenOptions = {}): Promise<Relay> {
    const { host, port, welcome, hooks = {}, logger, ...input } = options;
    const given = Object.entries({ host, port, welcome }).filter(([, value]) => value !== undefined);
    const settings = readSettings({ ...input, server: { ...input.server, ...Object.fromEntries(given) } });
    const sink: LogSink = logger ?? ((level, line) => console.error(`greenwing ${level}: ${line}`));
    return Relay.start(settings, { hooks, log: new Log(settings.log.level, sink) });
  }

  /** Starts a server with settings that were read already. Rejects with a ListenError. */
  static async start(settings: Settings, parts: { hooks?: Hooks; log?: Log } = {}): Promise<Relay> {
    const log = parts.log ?? new Log("silent", () => {});
    const counters = new Counters();
    const clock = () => performance.now();
    const flusher = new Flusher({ clock, report: (error) => log.defect("internal error", error) });
    const udp = new UdpPort(flusher, counters);
    const owner = new Owner(parts.hooks ?? {}, log);
    const registry = new Registry(settings, owner);
    const shared = {
      clock,
      reader: new Reader(),
      framers: [],
      rates: new Rates(settings.limits),
      turns: flusher,
    };
    const context: Context = { settings, registry, owner, counters, log, datagrams: udp, ...shared };
    const outboxes = new OutboxPool();
    const tcp = { context, flusher, outboxes, connections: new Connections<TcpConnection>() };
    return new Relay(tcp, await openPorts(tcp, udp), udp);
  }

  private constructor(tcp: TcpParts, listener: TCPSocketListener<TcpConnection>, udp: UdpPort) {
    const { settings, registry, counters, clock, log }: Context = tcp.context;
    this.settings = settings;
    this.counters = counters;
    this.host = listener.hostname;
    this.port = listener.port;
    this.#registry = registry;
    this.#listener = listener;
    this.#udp = udp;
    this.#tcp = tcp;
    const { limits, ping, udp: udpSettings } = settings;
    const spans = [
      limits.handshakeTimeout,
      limits.hookTimeout,
      limits.stallTimeout,
      limits.inactivity,
      ping.interval,
      ping.timeout,
      udpSettings.keepAlive,
    ];
    const beats = { beating: tcp.connections, interval: beatInterval(spans), clock };
    const round = () => {
      tcp.outboxes.trim();
      log.tellSuppressed();
    };
    this.#heartbeat = new Heartbeat({ ...beats, round });
  }

  /** The clients whose connection was accepted. */
  get clients(): Collection<Client> {
    return this.#registry.clients;
  }

  /** The open channels. */
  get channels(): Collection<Channel> {
    return this.#registry.channels;
  }

  /** Sends a server message to every client: see Client.sendMessage. */
  broadcast(value: Value, subchannel = 0, options: ValueOptions = {}): void {
    const frame = serverFrame(value, subchannel, options);
    for (const client of this.#registry.clients) client.link.send(frame);
  }

  /** Blasts a server message to every client: see Client.blast. */
  blast(value: Value, subchannel = 0, options: ValueOptions = {}): void {
    const frame = serverFrame(value, subchannel, options);
    for (const client of this.#registry.clients) client.link.blast(frame);
  }

  /**
   * Stops: no one is let in any more, and every client is told, after what is queued for it. Resolves when all are
   * gone, or when `within` (by default `shutdown.within`) is over and the rest were cut off. Throws a RangeError where
   * `within` is no duration.
   */
  stop({ within }: { within?: Duration } = {}): Promise<void> {
    const limit = within === undefined ? this.settings.shutdown.within : span(within);
    this.#stopped ??= this.#stop(limit);
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #stop(within: number): Promise<void> {
    const { connections, flusher, context } = this.#tcp;
    const { clock } = context;
    const begun = clock();
    this.#listener.stop(false);
    // Channels first: told one by one, everybody in a large one would be told of everybody else's leaving.
    await inParts(this.channels, (channel) => channel.close(), clock);
    await inParts([...connections], ({ session }) => session.refuse(FAREWELL), clock);
    await connections.allGone(Math.max(0, within - (clock() - begun)));
    for (const connection of connections) connection.terminate();
    this.#heartbeat.stop();
    flusher.stop();
    this.#udp.close();
    context.log.tellSuppressed(Number.POSITIVE_INFINITY);
  }
}
