import type { BanList } from "../admission/bans.ts";
import { Owner, type Whereabouts } from "../hooks/owner.ts";
import type { Log } from "../log.ts";
import { Reader } from "../protocol/reader.ts";
import type { MakeFanout } from "../relay/fanout.ts";
import { Registry } from "../relay/registry.ts";
import type { Context } from "../session/context.ts";
import { Counters } from "../session/counters.ts";
import { Rates } from "../session/rates.ts";
import type { Settings } from "../settings/schema.ts";
import { Connections } from "./connections.ts";
import { Door } from "./door.ts";
import { beatInterval, Heartbeat } from "./heartbeat.ts";
import type { Port } from "./listen-tcp.ts";
import { ChannelBatch } from "./output/channel-batch.ts";
import { Flusher } from "./output/flusher.ts";
import { Nap } from "./output/nap.ts";
import { OutboxPool } from "./output/outbox.ts";
import { Pacer } from "./output/pacer.ts";
import { type GivenPages, Pages } from "./pages.ts";
import { inParts } from "./parts.ts";
import { openFlashPort, openPorts, openTlsPort, openWebPort } from "./ports.ts";
import type { TcpConnection, TcpParts } from "./tcp.ts";
import { type MakeHooks, Terms } from "./terms.ts";
import type { Timers } from "./timers.ts";
import type { Tls } from "./tls/tls.ts";
import { UdpPort } from "./udp.ts";

/** What clients are told that are connected when the server stops. */
const FAREWELL = "Server is shutting down";

/** What a server may have beyond its settings. */
export interface ServerOptions {
  /** Pages for browsers, which may then connect from them whatever `websocket.allowedOrigins` says. */
  readonly pages?: GivenPages | undefined;
  /** Whether the whole process may sleep, for `tcp.flushInterval` but 4 ms at most, while output is collected. */
  readonly naps?: boolean;
}

/** Builds everything, starts it and stops it. */
export class Server {
  readonly settings: Settings;
  readonly registry: Registry;
  readonly counters = new Counters();
  readonly #terms: Terms;
  readonly #tcp: TcpParts;
  readonly #udp: UdpPort;
  #heartbeat: Heartbeat | undefined;
  #listener: Port | undefined;
  #webListener: Port | undefined;
  #tlsListener: Port | undefined;
  #flashListener: Port | undefined;
  #tls: Tls | undefined;
  readonly #done = Promise.withResolvers<void>();
  #stopping = false;

  constructor(settings: Settings, log: Log, { pages, naps = false }: ServerOptions = {}) {
    this.settings = settings;
    const owner = new Owner({}, log);
    this.#terms = new Terms(owner, settings.limits.hookTimeout);
    const { counters } = this;
    const clock = () => performance.now();
    const report = (error: unknown) => log.defect("internal error", error);
    const pacer = new Pacer(settings.tcp.flushInterval);
    const nap = naps ? new Nap() : undefined;
    const flusher = new Flusher({ clock, pacer, nap, report });
    const outboxes = new OutboxPool(settings.limits.outboxHard);
    const fanout: MakeFanout = (audience) => new ChannelBatch(audience, { flusher, outboxes });
    const registry = new Registry(settings, owner, fanout);
    this.registry = registry;
    this.#udp = new UdpPort(flusher, counters, nap);
    const turns = { rates: new Rates(settings.limits), turns: flusher };
    const shared = { clock, reader: new Reader(), framers: [], ...turns };
    const context: Context = { settings, registry, owner, counters, log, datagrams: this.#udp, ...shared };
    this.#tcp = {
      context,
      encrypted: false,
      flusher,
      outboxes,
      connections: new Connections<TcpConnection>(),
      door: new Door(context),
      pages: new Pages(log, pages),
    };
  }

  /** The address that it listens on; before it does, the one of the settings. */
  get host(): string {
    return this.#listener?.hostname ?? this.settings.server.host;
  }

  /** The port that it listens on, TCP and UDP alike; before it does, the one of the settings. */
  get port(): number {
    return this.#listener?.port ?? this.settings.server.port;
  }

  /** The port for WebSocket clients and browsers alone; undefined where there is none. */
  get webSocketPort(): number | undefined {
    return this.#webListener?.port;
  }

  /** The port for clients whose connections are encrypted; undefined where there is none. */
  get tlsPort(): number | undefined {
    return this.#tlsListener?.port;
  }

  /** Who may not connect. */
  get bans(): BanList {
    return this.#tcp.door.bans;
  }

  /**
   * Reads the bans and the certificate, and opens the ports. Rejects with a BanFileError, a CertificateError or a
   * ListenError; `stop` closes what it has opened by then.
   */
  async listen(): Promise<void> {
    await this.#tcp.door.open();
    this.#tls = await tlsOf(this.#tcp);
    this.#listener = await openPorts(this.#tcp, this.#udp);
    this.#tcp.pages.port = this.#listener.port;
    this.#webListener = openWebPort(this.#listener, this.#tcp, this.#tls);
    if (this.#tls !== undefined) this.#tlsListener = openTlsPort(this.#listener, this.#tcp, this.#tls);
    this.#flashListener = openFlashPort(this.#listener, this.#tcp);
    const { limits, ping, udp } = this.settings;
    const { handshakeTimeout, hookTimeout, stallTimeout, inactivity } = limits;
    const watched = [handshakeTimeout, hookTimeout, stallTimeout, inactivity];
    const spans = [...watched, ping.interval, ping.timeout, udp.keepAlive];
    const { connections, context } = this.#tcp;
    const beats = { beating: connections, interval: beatInterval(spans), clock: context.clock };
    this.#heartbeat = new Heartbeat({ ...beats, round: () => this.#tidy() });
  }

  /** Settled when it has stopped. */
  get stopped(): Promise<void> {
    return this.#done.promise;
  }

  /** Timers that end with the server at the latest. */
  newTimers(): Timers {
    return this.#terms.newTimers();
  }

  /** Has hooks made, and puts them in the place of the ones before: see Terms.replace. */
  async replaceHooks(make: MakeHooks, whereabouts?: Whereabouts): Promise<void> {
    await this.#terms.replace(make, whereabouts);
  }

  /** Stops: see Relay.stop. `within` is in milliseconds. */
  stop(within: number): Promise<void> {
    if (!this.#stopping) this.#stop(within).then(this.#done.resolve, this.#done.reject);
    return this.stopped;
  }

  #tidy(): void {
    this.#tcp.outboxes.trim();
    this.#tcp.door.tidy();
    this.#tcp.context.log.tellSuppressed();
  }

  async #stop(within: number): Promise<void> {
    this.#stopping = true;
    const { connections, flusher, context } = this.#tcp;
    const { clock, log } = context;
    this.#terms.end();
    this.#tls?.stop();
    const listeners = [this.#listener, this.#webListener, this.#tlsListener, this.#flashListener];
    for (const listener of listeners) listener?.stop(false);
    const until = clock() + within;
    // Channels first: told one by one, everybody in a large one would be told of everybody else's leaving.
    await inParts(this.registry.channels, (channel) => channel.close(), clock);
    await inParts([...connections], ({ session }) => session.refuse(FAREWELL, "stopping"), clock);
    await connections.allGone(Math.max(0, until - clock()));
    for (const connection of connections) connection.terminate();
    this.#heartbeat?.stop();
    flusher.stop();
    this.#udp.close();
    await this.#terms.dispose(Math.max(0, until - clock()));
    await this.#tcp.door.close();
    log.tellSuppressed(Number.POSITIVE_INFINITY);
  }
}

/** Only those who have a certificate load what encrypts: it costs 4 MB. */
async function tlsOf(tcp: TcpParts): Promise<Tls | undefined> {
  const { cert, key } = tcp.context.settings.tls;
  if (cert === "" && key === "") return undefined;
  const { Tls } = await import("./tls/tls.ts");
  return await Tls.read(tcp);
}
