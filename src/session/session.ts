import type { Ruling } from "../hooks/owner.ts";
import type { Eventually } from "../hooks/verdict.ts";
import { plain, quoted } from "../log.ts";
import { BLASTED, ClientType, OPENING_BYTE, type RequestName } from "../protocol/constants.ts";
import { headType } from "../protocol/decode.ts";
import * as encode from "../protocol/encode.ts";
import { ProtocolError } from "../protocol/error.ts";
import type { Reader } from "../protocol/reader.ts";
import type { Frame } from "../protocol/writer.ts";
import type { Denial } from "../relay/denial.ts";
import type { Follower, Link, TransportKind } from "../relay/link.ts";
import type { RelayClient } from "../relay/members.ts";
import { speaksToMany } from "./audience.ts";
import type { Binding } from "./binding.ts";
import type { Context } from "./context.ts";
import type { Decision } from "./decision.ts";
import type { Phase, Route } from "./route.ts";
import { Stream } from "./stream.ts";
import type { Ending, Transport } from "./transport.ts";
import { Vigil } from "./vigil.ts";

/** The largest payload that a client may send before its Connect is accepted, in bytes: the real ones need 11. */
export const GREETING_LIMIT = 1024;

/** What it may send by then in all: one such frame. */
const GREETING = GREETING_LIMIT + 4;

/** One client's conversation: bytes in, bytes out. It knows no sockets and no clock of its own. */
export class Session extends Stream implements Link {
  phase: Phase = "opening";
  readonly client: RelayClient;
  declare readonly context: Context;
  /** The client's UDP port, once it has said hello: section 3. */
  binding: Binding | undefined;
  readonly vigil: Vigil;
  protected override allowance = GREETING;
  readonly #transport: Transport;
  readonly #routes: readonly Route<Session>[];
  /** The verdict that is waited for. */
  pending: Decision | undefined;

  /** `since` is when the connection came, where that is not now. */
  constructor(
    transport: Transport,
    context: Context,
    routes: readonly Route<Session>[],
    since = context.clock(),
  ) {
    super(context);
    this.#transport = transport;
    this.#routes = routes;
    this.client = context.registry.newClient(this);
    this.vigil = new Vigil(since);
  }

  get address(): string {
    return this.#transport.address;
  }

  get transport(): TransportKind {
    return this.#transport.kind;
  }

  get follower(): Follower | undefined {
    return this.#transport.follower;
  }

  /** The client's Connect was accepted: section 6. */
  connected(): void {
    this.phase = "connected";
    this.allowance = Number.POSITIVE_INFINITY;
    this.#transport.accepted();
    this.newMaximum();
  }

  /** Takes bytes of the TCP stream, or what a WebSocket client said in that form: section 2. They are kept, not copied. */
  receive(chunk: Uint8Array): void {
    if (this.phase === "closed" || chunk.length === 0) return;
    const now = this.context.clock();
    this.vigil.heard(now);
    let start = 0;
    if (this.phase === "opening") {
      if (chunk[0] !== OPENING_BYTE) return this.close("not a Lacewing client", "refused");
      this.phase = "greeting";
      this.context.owner.tell("connectionMade", this.client);
      start = 1;
    }
    this.take(chunk, start, now);
  }

  send(frame: Frame): void {
    if (this.phase !== "closed") this.#transport.send(frame);
  }

  blast(frame: Frame): void {
    if (this.phase === "closed") return;
    if (this.binding === undefined) this.#transport.blast(frame);
    // Under backpressure blasts are the first thing dropped, whichever way they go: section 3.
    else if (this.#transport.laden) this.context.counters.undeliveredBlasts++;
    else this.sendDatagram(frame);
  }

  /** Sends what goes by UDP or not at all. */
  sendDatagram(frame: Frame): void {
    const { binding } = this;
    if (this.phase === "closed" || binding === undefined) return;
    binding.sent = true;
    this.context.datagrams.send(frame.datagram(), binding.port, binding.address);
  }

  ping(timeout = this.context.settings.ping.timeout || Number.POSITIVE_INFINITY): void {
    this.vigil.pinged(this.context.clock(), timeout);
    this.send(encode.ping());
  }

  disconnect(reason?: string): void {
    if (reason === undefined || reason === "") this.close("disconnected by the server");
    else this.refuse(reason);
  }

  /** Tells the client that a request is denied: section 5.1. */
  deny(request: RequestName, denial: Denial, subject?: encode.Subject): void {
    this.send(encode.denied(request, denial.reason, subject));
  }

  /** Ends the conversation by a Connect failure, which only those get who said the zero byte: section 6. */
  refuse(reason: string, ending: Ending = "policy"): void {
    if (this.phase !== "opening") this.send(encode.denied("Connect", reason));
    this.close(reason, ending);
  }

  /** Ends the conversation: the client leaves its channels, and what is queued for it still goes out. */
  close(reason: string, ending: Ending = "policy"): void {
    this.#end(reason, ending, (depart) => depart());
  }

  /**
   * As `close`, for what ends of itself: that may be many at once, and what is too much for a turn is left to the next.
   * Until a client has left its channels, what is said to it there goes nowhere.
   */
  lost(reason: string, ending: Ending = "left"): void {
    const { turns, clock } = this.context;
    this.#end(reason, ending, (depart) => {
      const now = clock();
      if (turns.full(now) || turns.leaving) return turns.leave(depart);
      turns.begin(now);
      return depart();
    });
  }

  #end(reason: string, ending: Ending, when: (depart: () => void) => void): void {
    if (this.phase === "closed") return;
    const { registry, owner, log } = this.context;
    const wasMade = this.phase !== "opening";
    log.write(
      this.client.id === 0 ? "debug" : "info",
      () => `${this.describe()} is gone: ${plain(reason)}`,
      "gone",
    );
    this.phase = "closed";
    this.pending = undefined;
    when(() => {
      registry.remove(this.client);
      if (wasMade) owner.tell("connectionLost", this.client, reason);
    });
    this.#transport.end(ending, reason);
  }

  /** A defect of the server's own, met while it dealt with this client: nobody else is to suffer from it. */
  fail(error: unknown): void {
    this.context.log.defect(`${this.describe()}: internal error`, error);
    this.close("internal error");
  }

  /**
   * Applies an owner's ruling: at once, or when it comes. Until then this client's frames wait, in order; one that
   * takes longer than `limits.hookTimeout` denies, and one that comes when the client has gone is dropped.
   */
  decide(ruling: Eventually<Ruling>, apply: (ruling: Ruling) => void): void {
    if (this.phase === "closed") return; // the hook that was asked ended the connection
    if (!(ruling instanceof Promise)) return apply(ruling);
    const former = this.phase;
    const settle = (settled: Ruling) => {
      if (this.pending?.settle !== settle) return;
      this.pending = undefined;
      this.phase = former;
      apply(settled);
      this.goOn();
    };
    this.pending = { ruling, since: this.context.clock(), settle };
    this.phase = "deciding";
    ruling.then(settle).catch((error: unknown) => this.fail(error));
  }

  /** Who this is, for a log line. */
  describe(): string {
    const { id, name } = this.client;
    return `client ${id === 0 ? "" : `${id} `}${name === "" ? "" : `${quoted(name)} `}at ${this.address}`;
  }

  protected isCostly(head: number): boolean {
    return headType(head) === ClientType.Request || speaksToMany(this.client);
  }

  protected handle(head: number, reader: Reader): void {
    const route = this.#routes[headType(head)];
    if (route === undefined) throw new ProtocolError("unknown type", `type ${headType(head)}`);
    if (route.by === "udp") throw new ProtocolError("not allowed now", `${route.type} by TCP`);
    if (!route.phases.includes(this.phase))
      throw new ProtocolError("not allowed now", `${route.type} before Connect`);
    const blasted = this.transport === "websocket" && (head & BLASTED) !== 0;
    route.handle(this, blasted ? head - BLASTED : head, reader, blasted);
  }

  /** Row "malformed frame" of section 6: it ends this connection and no other. */
  breach(error: ProtocolError): void {
    this.context.counters.protocolErrors++;
    this.context.log.write("warn", `${this.describe()} broke the protocol: ${error.message}`, error.code);
    this.#transport.breached();
    this.close(error.message, error.code === "too large" ? "too large" : "refused");
  }

  protected get maximum(): number {
    if (this.phase === "greeting") return GREETING_LIMIT;
    return this.context.settings.limits.maxMessageSize || Number.POSITIVE_INFINITY;
  }

  /** Not while a verdict is out, nor when it reads nothing. */
  protected get speaks(): boolean {
    return (this.phase === "connected" || this.phase === "greeting") && !this.#transport.full;
  }

  protected woken(): void {
    this.vigil.excuse();
  }

  protected pause(): void {
    // What is ending is read to its end.
    if (this.phase !== "closed") this.#transport.pause();
  }

  protected resume(): void {
    this.#transport.resume();
  }

  /** What the client sends is more than its rates allow: `limits.overRate`. */
  protected overRate(complaint: string): void {
    const { settings, counters, log } = this.context;
    counters.overRate++;
    log.write("warn", () => `${this.describe()} is over its rate: ${complaint}`, "over rate");
    if (settings.limits.overRate === "disconnect") this.refuse(complaint);
  }
}
