import type { Ruling } from "../hooks/owner.ts";
import type { Eventually } from "../hooks/verdict.ts";
import { quoted } from "../log.ts";
import { OPENING_BYTE, type RequestName } from "../protocol/constants.ts";
import { headType } from "../protocol/decode.ts";
import * as encode from "../protocol/encode.ts";
import { ProtocolError } from "../protocol/error.ts";
import { Framer } from "../protocol/framer.ts";
import type { Reader } from "../protocol/reader.ts";
import type { Frame } from "../protocol/writer.ts";
import type { Denial } from "../relay/denial.ts";
import type { Link, TransportKind } from "../relay/link.ts";
import type { RelayClient } from "../relay/members.ts";
import type { Binding } from "./binding.ts";
import type { Context } from "./context.ts";
import type { Decision } from "./decision.ts";
import type { Phase, Route } from "./route.ts";
import type { Transport } from "./transport.ts";
import { Vigil } from "./vigil.ts";

/** What a client may send before its Connect is accepted, in bytes: the real ones need 11. */
const GREETING_LIMIT = 1024;

/** A client whose frames wait for a verdict is not read any further above so many bytes. */
const BACKLOG_LIMIT = 64 * 1024;

/** So many frames of one client are dealt with in a turn; then it is the others' turn. */
const FRAMES_PER_TURN = 256;

/** One client's conversation: bytes in, bytes out. It knows no sockets and no clock of its own. */
export class Session implements Link {
  phase: Phase = "opening";
  readonly client: RelayClient;
  readonly context: Context;
  /** The client's UDP port, once it has said hello: section 3. */
  binding: Binding | undefined;
  readonly vigil: Vigil;
  readonly #transport: Transport;
  readonly #routes: readonly Route<Session>[];
  /** What cuts this client's stream into frames, while there is something to cut. */
  #framer: Framer | undefined;
  /** The verdict that is out. */
  #decision: Decision | undefined;

  constructor(transport: Transport, context: Context, routes: readonly Route<Session>[]) {
    this.context = context;
    this.#transport = transport;
    this.#routes = routes;
    this.client = context.registry.newClient(this);
    this.vigil = new Vigil(context.clock());
  }

  get address(): string {
    return this.#transport.address;
  }

  get transport(): TransportKind {
    return this.#transport.kind;
  }

  /** The client's Connect was accepted: section 6. */
  connected(): void {
    this.phase = "connected";
    this.#transport.accepted();
    if (this.#framer !== undefined) this.#framer.maximum = this.#maximum;
  }

  /** Takes bytes of the TCP stream: section 2. They are kept, not copied. */
  receive(chunk: Uint8Array): void {
    if (this.phase === "closed" || chunk.length === 0) return;
    this.vigil.heard(this.context.clock());
    let start = 0;
    if (this.phase === "opening") {
      if (chunk[0] !== OPENING_BYTE) return this.close("not a Lacewing client");
      this.phase = "greeting";
      this.context.owner.tell("connectionMade", this.client);
      start = 1;
    }
    this.#takeFramer().push(chunk, start);
    this.#pump();
    if (this.phase === "deciding" && (this.#framer?.backlog ?? 0) > BACKLOG_LIMIT) this.#transport.pause();
  }

  send(frame: Frame): void {
    if (this.phase !== "closed") this.#transport.send(frame);
  }

  blast(frame: Frame): void {
    if (this.phase === "closed") return;
    const { binding } = this;
    if (binding === undefined) return this.#transport.blast(frame);
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
  refuse(reason: string): void {
    if (this.phase !== "opening") this.send(encode.denied("Connect", reason));
    this.close(reason);
  }

  /** Ends the conversation: the client leaves its channels, and what is queued for it still goes out. */
  close(reason: string): void {
    if (this.phase === "closed") return;
    const { registry, owner, log } = this.context;
    const wasMade = this.phase !== "opening";
    log.write(this.client.id === 0 ? "debug" : "info", () => `${this.describe()} is gone: ${reason}`, "gone");
    this.phase = "closed";
    this.#decision = undefined;
    registry.remove(this.client);
    this.#transport.end();
    if (wasMade) owner.tell("connectionLost", this.client, reason);
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
      if (this.#decision?.settle !== settle) return;
      this.#decision = undefined;
      this.phase = former;
      this.vigil.heard(this.context.clock());
      apply(settled);
      this.#goOn();
    };
    this.#decision = { ruling, since: this.context.clock(), settle };
    this.phase = "deciding";
    ruling.then(settle).catch((error: unknown) => this.fail(error));
  }

  /** Looks after the deadlines: called every now and then. */
  beat(now: number): void {
    if (this.phase === "opening" || this.phase === "greeting") return this.#watchHandshake(now);
    if (this.phase === "deciding") return this.#watchDecision(now);
    if (this.phase === "closed") return;
    const { ping, udp } = this.context.settings;
    if (this.vigil.lost(now)) {
      this.context.counters.pingTimeouts++;
      return this.close("ping timeout");
    }
    if (udp.keepAlive > 0 && this.binding?.quiet(now, udp.keepAlive)) this.blast(encode.ping());
    if (ping.interval > 0 && this.vigil.quiet(now, ping.interval)) this.ping();
  }

  /** Who this is, for a log line. */
  describe(): string {
    const { id, name } = this.client;
    return `client ${id === 0 ? "" : `${id} `}${name === "" ? "" : `${quoted(name)} `}at ${this.address}`;
  }

  /** Row "no valid Connect" of section 6. */
  #watchHandshake(now: number): void {
    const { handshakeTimeout } = this.context.settings.limits;
    if (handshakeTimeout === 0 || now - this.vigil.since < handshakeTimeout) return;
    this.context.counters.handshakeTimeouts++;
    this.refuse("Connection timed out");
  }

  #watchDecision(now: number): void {
    const { owner, settings } = this.context;
    const { hookTimeout } = settings.limits;
    if (this.#decision === undefined || hookTimeout === 0 || now - this.#decision.since < hookTimeout) return;
    this.#decision.settle(owner.overdue(this.#decision.ruling));
  }

  get #maximum(): number {
    if (this.phase === "greeting") return GREETING_LIMIT;
    return this.context.settings.limits.maxMessageSize || Number.POSITIVE_INFINITY;
  }

  #takeFramer(): Framer {
    if (this.#framer === undefined) {
      const { framers, reader } = this.context;
      this.#framer = framers.pop() ?? new Framer(GREETING_LIMIT, reader);
      this.#framer.maximum = this.#maximum;
    }
    return this.#framer;
  }

  #pump(): void {
    const framer = this.#framer;
    if (framer === undefined) return;
    try {
      for (let frames = 0; this.#talks() && framer.next(); ) {
        this.#dispatch(framer.head, framer.reader);
        if (++frames === FRAMES_PER_TURN && !framer.idle) return this.#transport.later(() => this.#goOn());
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.#breach(error);
    }
    if (!framer.idle) return undefined;
    this.#framer = undefined;
    this.context.framers.push(framer);
    return undefined;
  }

  /** Whether the client's next frame is to be dealt with: not while a verdict is out, nor when it reads nothing. */
  #talks(): boolean {
    return (this.phase === "connected" || this.phase === "greeting") && !this.#transport.full;
  }

  #goOn(): void {
    if (this.phase === "deciding" || this.phase === "closed") return;
    this.#transport.resume();
    this.#pump();
  }

  #dispatch(head: number, reader: Reader): void {
    const route = this.#routes[headType(head)];
    if (route === undefined) throw new ProtocolError("unknown type", `type ${headType(head)}`);
    if (route.by === "udp") throw new ProtocolError("not allowed now", `${route.type} by TCP`);
    if (!route.phases.includes(this.phase))
      throw new ProtocolError("not allowed now", `${route.type} before Connect`);
    route.handle(this, head, reader, false);
  }

  /** Row "malformed frame" of section 6: it ends this connection and no other. */
  #breach(error: ProtocolError): void {
    this.context.counters.protocolErrors++;
    this.context.log.write("warn", `${this.describe()} broke the protocol: ${error.message}`, error.code);
    this.#transport.breached();
    this.close(error.message);
  }
}
