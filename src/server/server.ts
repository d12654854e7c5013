import type { BanList } from "../admission/bans.ts";
import { checkedHooks, HooksError } from "../hooks/check.ts";
import type { Hooks } from "../hooks/hooks.ts";
import { Owner, type Whereabouts } from "../hooks/owner.ts";
import type { Eventually } from "../hooks/verdict.ts";
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
import { OutboxPool } from "./output/outbox.ts";
import { Pacer } from "./output/pacer.ts";
import { type AskPage, Pages } from "./pages.ts";
import { inParts } from "./parts.ts";
import { openFlashPort, openPorts, openTlsPort, openWebPort } from "./ports.ts";
import type { TcpConnection, TcpParts } from "./tcp.ts";
import { Timers } from "./timers.ts";
import type { Tls } from "./tls/tls.ts";
import { UdpPort } from "./udp.ts";

/** What clients are told that are connected when the server stops. */
const FAREWELL = "Server is shutting down";

/** Some hooks and the timers that they set: both end when other hooks take over, or the server has stopped. */
interface Term {
  readonly hooks: Hooks;
  readonly timers: Timers;
}

/** Makes the hooks, which may set the timers. */
export type MakeHooks = (timers: Timers) => Eventually<unknown>;

/** Builds everything, starts it and stops it. */
export class Server {
  readonly settings: Settings;
  readonly registry: Registry;
  readonly counters = new Counters();
  readonly #owner: Owner;
  readonly #tcp: TcpParts;
  readonly #udp: UdpPort;
  #term: Term;
  #heartbeat: Heartbeat | undefined;
  #listener: Port | undefined;
  #webListener: Port | undefined;
  #tlsListener: Port | undefined;
  #flashListener: Port | undefined;
  #tls: Tls | undefined;
  /** All timers of hooks and of the program that this server is part of. */
  readonly #timers = new Set<Timers>();
  readonly #done = Promise.withResolvers<void>();
  #stopping = false;

  /** `askPage` answers browsers first. */
  constructor(settings: Settings, log: Log, askPage?: AskPage) {
    this.settings = settings;
    this.#owner = new Owner({}, log);
    this.#term = { hooks: this.#owner.hooks, timers: this.newTimers() };
    const { counters } = this;
    const owner = this.#owner;
    const clock = () => performance.now();
    const report = (error: unknown) => log.defect("internal error", error);
    const flusher = new Flusher({ clock, pacer: new Pacer(settings.tcp.flushInterval), report });
    const outboxes = new OutboxPool(settings.limits.outboxHard);
    const fanout: MakeFanout = (audience) => new ChannelBatch(audience, { flusher, outboxes });
    const registry = new Registry(settings, owner, fanout);
    this.registry = registry;
    this.#udp = new UdpPort(flusher, counters);
    const turns = { rates: new Rates(settings.limits), turns: flusher };
    const shared = { clock, reader: new Reader(), framers: [], ...turns };
    const context: Context = { settings, registry, owner, counters, log, datagrams: this.#udp, ...shared };
    this.#tcp = {
      context,
      flusher,
      outboxes,
      connections: new Connections<TcpConnection>(),
      door: new Door(context),
      pages: new Pages(log, askPage),
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
    const timers = new Timers((error) => this.#owner.caught("a timer", error));
    this.#timers.add(timers);
    return timers;
  }

  /**
   * Has hooks made, which may take `limits.hookTimeout`, and puts them in the place of the ones before, between two
   * messages. Rejects where they cannot be made or are no hooks: then those before stay.
   */
  async replaceHooks(make: MakeHooks, whereabouts?: Whereabouts): Promise<void> {
    const timers = this.newTimers();
    try {
      const hooks = await this.#checked(await this.#inTime(make(timers)));
      if (this.#stopping) {
        await this.#owner.dispose(hooks);
        throw new HooksError("the server has stopped");
      }
      const former = this.#term;
      this.#term = { hooks, timers };
      this.#owner.follow(hooks, whereabouts);
      this.#end(former.timers);
      await this.#dispose(former.hooks, this.settings.limits.hookTimeout || Number.POSITIVE_INFINITY);
    } catch (error) {
      this.#end(timers);
      throw error;
    }
  }

  /** Stops: see Relay.stop. `within` is in milliseconds. */
  stop(within: number): Promise<void> {
    if (!this.#stopping) this.#stop(within).then(this.#done.resolve, this.#done.reject);
    return this.stopped;
  }

  #end(timers: Timers): void {
    timers.end();
    this.#timers.delete(timers);
  }

  /** Hooks that are none must let go of what they have all the same. */
  async #checked(made: unknown): Promise<Hooks> {
    try {
      return checkedHooks(made);
    } catch (error) {
      await this.#owner.dispose(made);
      throw error;
    }
  }

  /** Waits for hooks to let go of what they have, for so many milliseconds at most. */
  async #dispose(hooks: Hooks, within: number): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const disposed = this.#owner.dispose(hooks);
    if (within === Number.POSITIVE_INFINITY) return await disposed;
    const timer = setTimeout(() => {
      this.#owner.caught(
        "dispose",
        new Error(`it is not done after ${within / 1000} s, and nobody waits for it`),
      );
      resolve();
    }, within);
    await Promise.race([disposed, late]);
    clearTimeout(timer);
  }

  /** What takes longer than a hook may take counts as failed; what comes after all is let go of. */
  async #inTime(made: Eventually<unknown>): Promise<unknown> {
    const { hookTimeout } = this.settings.limits;
    if (!(made instanceof Promise) || hookTimeout === 0) return await made;
    const { promise, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      reject(new HooksError(`they were not made within ${hookTimeout / 1000} s (limits.hookTimeout)`));
      made.then((hooks) => this.#owner.dispose(hooks)).catch(() => {});
    }, hookTimeout);
    return await Promise.race([made, promise]).finally(() => clearTimeout(timer));
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
    for (const timers of this.#timers) timers.end();
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
    await this.#dispose(this.#term.hooks, Math.max(0, until - clock()));
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
