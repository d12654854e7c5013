import type { Socket } from "bun";
import type { Guest } from "../admission/admission.ts";
import type { Frame } from "../protocol/writer.ts";
import type { Batch, Follower, TransportKind } from "../relay/link.ts";
import { plainAddress } from "../session/binding.ts";
import type { Context } from "../session/context.ts";
import { watch } from "../session/deadlines.ts";
import { ROUTES } from "../session/routes.ts";
import { Session } from "../session/session.ts";
import type { Ending, Transport } from "../session/transport.ts";
import type { Connections, Placed } from "./connections.ts";
import type { Door } from "./door.ts";
import type { Flusher } from "./output/flusher.ts";
import type { OutboxPool } from "./output/outbox.ts";
import { Outflow } from "./output/outflow.ts";
import type { Pages } from "./pages.ts";

/** How long a client may be told to have left before its side of the connection is closed for it: milliseconds. */
const LINGER = 2000;

/** How long a connection that is ending may take for what still waits, whatever progress it makes. */
const LONGEST_END = 30_000;

/** What all TCP connections of a server share; but for `encrypted`, which those of a port do. */
export interface TcpParts {
  readonly context: Context;
  /** Whether what they carry is encrypted. */
  readonly encrypted: boolean;
  readonly flusher: Flusher;
  readonly outboxes: OutboxPool;
  /** The open connections. */
  readonly connections: Connections<TcpConnection>;
  readonly door: Door;
  /** Answers ordinary requests of browsers. */
  readonly pages: Pages;
}

/** One TCP connection: it carries its session's bytes. */
export class TcpConnection extends Outflow implements Transport, Placed, Guest {
  place = 0;
  readonly address: string;
  readonly session: Session;
  declare readonly parts: TcpParts;
  declare readonly socket: Socket<TcpConnection>;
  #state: "open" | "ending" | "ended" = "open";
  #endingSince = 0;
  #hasLeft = false;

  /** With a `former` one, of the same socket, it goes on in its place. */
  constructor(socket: Socket<TcpConnection>, parts: TcpParts, former?: TcpConnection) {
    super(socket, parts);
    this.address = plainAddress(socket.remoteAddress);
    this.session = new Session(this, parts.context, ROUTES, former?.session.vigil.since);
    if (former === undefined) {
      parts.connections.add(this);
      parts.door.enter(this);
    } else {
      parts.connections.replace(former, this);
      parts.door.exchange(former, this);
    }
  }

  get follower(): Follower {
    return this;
  }

  get kind(): TransportKind {
    return "tcp";
  }

  get laden(): boolean {
    const { outbox } = this.parts.context.settings.limits;
    return this.congested && outbox > 0 && this.waiting > outbox;
  }

  override follow(batch: Batch): boolean {
    return this.#state === "open" && super.follow(batch);
  }

  /** Takes what the client sent. */
  receive(chunk: Uint8Array): void {
    this.session.receive(chunk);
  }

  send(frame: Frame): void {
    if (this.#state === "open" && !this.full) this.queue(frame);
  }

  blast(frame: Frame): void {
    const { settings, counters } = this.parts.context;
    // Under backpressure blasts are the first thing dropped: section 3.
    if (settings.udp.fallback === "tcp" && !this.congested) this.send(frame);
    else counters.undeliveredBlasts++;
  }

  pause(): void {
    this.socket.pause();
  }

  resume(): void {
    this.socket.resume();
  }

  accepted(): void {
    this.parts.door.accept(this);
  }

  breached(): void {
    this.parts.door.strike(this);
  }

  makeWay(): void {
    const { counters, log } = this.parts.context;
    counters.madeWay++;
    log.write("warn", () => `${this.session.describe()} makes way: too many have not connected`, "makes way");
    this.session.close("made way for newer ones");
    this.terminate();
  }

  end(_ending: Ending, _reason: string): void {
    if (this.#state !== "open") return;
    this.#state = "ending";
    this.#endingSince = this.parts.context.clock();
    // What the client still says is read and let go: a close with unread bytes would reset the connection.
    this.socket.resume();
    this.touch(0);
  }

  /** Writes what the loop turn collected; lets go of a client for whom too much waits. */
  flush(): void {
    this.inTurn = false;
    this.isLate = false;
    if (!this.congested) this.#goOn();
    if (this.full) this.#letGo(`reads too slowly: ${this.waiting} bytes wait`);
  }

  /** Goes on writing; to be called when the socket takes more. */
  drain(): void {
    if (this.congested) this.#goOn();
  }

  /** The client has closed its side of the connection, and so has left: section 6. */
  left(): void {
    this.#hasLeft = true;
    this.session.finish("the client left");
  }

  /** The socket is closed; what the client said before that may still have its effect. */
  closed(reason: string): void {
    this.forget();
    this.#state = "ended";
    this.session.finish(reason);
    this.parts.connections.delete(this);
    this.parts.door.leave(this);
  }

  /** Closes the socket at once; what waits is lost. */
  terminate(): void {
    this.forget();
    this.socket.terminate();
  }

  /** Looks after the deadlines. */
  beat(now: number): void {
    watch(this.session, now);
    if (this.#state === "ended") {
      // The system goes on delivering what it has: the client may read its reason when it gets to it.
      if (now - this.lastProgress >= LINGER) this.socket.close();
    } else if (this.#state === "ending") {
      if (this.#isStuck(now) || now - this.#endingSince >= LONGEST_END) this.terminate();
    } else if (this.#isStuck(now)) {
      this.#letGo(`reads nothing: ${this.waiting} bytes wait`);
    }
  }

  #goOn(): void {
    if (!this.write() || this.#state !== "ending") return;
    this.#state = "ended";
    this.lastProgress = this.parts.context.clock();
    if (this.#hasLeft) this.socket.close();
    else this.socket.shutdown();
  }

  /** Whether the client takes nothing of what waits. */
  #isStuck(now: number): boolean {
    const { stallTimeout } = this.parts.context.settings.limits;
    return this.congested && stallTimeout > 0 && now - this.lastProgress >= stallTimeout;
  }

  #letGo(why: string): void {
    if (this.#state !== "open") return;
    const { counters, log } = this.parts.context;
    counters.slowReaders++;
    log.write("warn", `${this.session.describe()} ${why}`, "slow reader");
    this.session.lost("slow reader");
    this.terminate();
  }
}
