import type { Socket } from "bun";
import type { Guest } from "../admission/admission.ts";
import type { Frame } from "../protocol/writer.ts";
import type { TransportKind } from "../relay/link.ts";
import { plainAddress } from "../session/binding.ts";
import type { Context } from "../session/context.ts";
import { ROUTES } from "../session/routes.ts";
import { Session } from "../session/session.ts";
import type { Transport } from "../session/transport.ts";
import type { Connections, Placed } from "./connections.ts";
import type { Door } from "./door.ts";
import type { Flushable, Flusher } from "./flusher.ts";
import type { Outbox, OutboxPool } from "./outbox.ts";

/** Frames from this size on go straight to a socket that nothing waits for: copying them costs more than a write. */
const DIRECT_SIZE = 16 * 1024;

/** What waits is written within the turn when it is more than so many bytes: a turn can take in megabytes. */
const EARLY_FLUSH = 256 * 1024;

/** How long a client may be told to have left before its side of the connection is closed for it: milliseconds. */
const LINGER = 2000;

/** How long a connection that is ending may take for what still waits: without any progress, and in all. */
const STALLED = 10_000;
const LONGEST_END = 30_000;

/** What all TCP connections of a server share. */
export interface TcpParts {
  readonly context: Context;
  readonly flusher: Flusher;
  readonly outboxes: OutboxPool;
  /** The open connections. */
  readonly connections: Connections<TcpConnection>;
  readonly door: Door;
}

/** One TCP connection: it carries its session's bytes. */
export class TcpConnection implements Transport, Flushable, Placed, Guest {
  place = 0;
  readonly address: string;
  readonly session: Session;
  readonly #socket: Socket<TcpConnection>;
  readonly #parts: TcpParts;
  /** What waits; none while nothing does. */
  #outbox: Outbox | undefined;
  #state: "open" | "ending" | "ended" = "open";
  #endingSince = 0;
  /** When a connection that is ending last got anything done. */
  #lastProgress = 0;
  #scheduled = false;
  /** More was to wait for the client than may: it is let go at the end of the turn, and takes nothing more. */
  full = false;
  /** The socket did not take all: `drain` says when it takes more. */
  #congested = false;

  constructor(socket: Socket<TcpConnection>, parts: TcpParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.address = plainAddress(socket.remoteAddress);
    this.session = new Session(this, parts.context, ROUTES);
    parts.connections.add(this);
    parts.door.enter(this);
  }

  get kind(): TransportKind {
    return "tcp";
  }

  send(frame: Frame): void {
    if (this.#state !== "open" || this.full) return;
    const size = frame.end - frame.start;
    let { start } = frame;
    if (size >= DIRECT_SIZE && this.#outbox === undefined) {
      start += Math.max(0, this.#socket.write(frame.bytes, start, size));
      if (start === frame.end) return;
      this.#congested = true;
    }
    this.#makeRoom(frame.end - start);
    this.#outbox ??= this.#parts.outboxes.take();
    // One frame is always taken, however large it is allowed to be.
    if (this.#outbox.size > 0 && this.#outbox.size + frame.end - start > this.#limit) this.full = true;
    else this.#outbox.append(frame.bytes, start, frame.end);
    this.#schedule();
  }

  blast(frame: Frame): void {
    const { settings, counters } = this.#parts.context;
    // Under backpressure blasts are the first thing dropped: section 3.
    if (settings.udp.fallback === "tcp" && !this.#congested) this.send(frame);
    else counters.undeliveredBlasts++;
  }

  later(work: () => void): void {
    this.#socket.pause();
    setImmediate(() => {
      try {
        work();
      } catch (error) {
        this.session.fail(error);
      }
    });
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  accepted(): void {
    this.#parts.door.accept(this);
  }

  breached(): void {
    this.#parts.door.strike(this);
  }

  makeWay(): void {
    const { counters, log } = this.#parts.context;
    counters.madeWay++;
    log.write("warn", () => `${this.session.describe()} makes way: too many have not connected`, "makes way");
    this.session.close("made way for newer ones");
    this.terminate();
  }

  end(): void {
    if (this.#state !== "open") return;
    this.#state = "ending";
    this.#endingSince = this.#parts.context.clock();
    this.#lastProgress = this.#endingSince;
    // What the client still says is read and let go: a close with unread bytes would reset the connection.
    this.#socket.resume();
    this.#schedule();
  }

  /** Writes what the loop turn collected; lets go of a client for whom too much waits. */
  flush(): void {
    this.#scheduled = false;
    if (!this.#congested) this.drain();
    if (this.#state !== "open" || !this.full) return;
    const { counters, log } = this.#parts.context;
    counters.slowReaders++;
    const waiting = this.#outbox?.size ?? 0;
    log.write("warn", `${this.session.describe()} reads too slowly: ${waiting} bytes wait`, "slow reader");
    this.session.close("slow reader");
    this.terminate();
  }

  /** Goes on writing; to be called when the socket takes more. */
  drain(): void {
    if (this.#state !== "open") this.#lastProgress = this.#parts.context.clock();
    this.#congested = this.#outbox?.flush(this.#socket) === false;
    if (this.#congested) return;
    this.#dropOutbox();
    if (this.#state !== "ending") return;
    this.#state = "ended";
    this.#socket.shutdown();
  }

  /** The socket is closed. */
  closed(reason: string): void {
    this.#dropOutbox();
    this.session.close(reason);
    this.#parts.connections.delete(this);
    this.#parts.door.leave(this);
  }

  /** Closes the socket at once; what waits is lost. */
  terminate(): void {
    this.#dropOutbox();
    this.#socket.terminate();
  }

  /** Looks after the deadlines. */
  beat(now: number): void {
    this.session.beat(now);
    if (this.#state === "ended") {
      // The system goes on delivering what it has: the client may read its reason when it gets to it.
      if (now - this.#lastProgress >= LINGER) this.#socket.close();
    } else if (this.#state === "ending") {
      if (now - this.#lastProgress >= STALLED || now - this.#endingSince >= LONGEST_END) this.terminate();
    }
  }

  /** Writes what waits where it would be much with `size` bytes more, and the socket takes any. */
  #makeRoom(size: number): void {
    const waiting = this.#outbox?.size ?? 0;
    if (waiting > 0 && !this.#congested && waiting + size > Math.min(EARLY_FLUSH, this.#limit)) this.drain();
  }

  /** How many bytes may wait. */
  get #limit(): number {
    return this.#parts.context.settings.limits.outbox || Number.POSITIVE_INFINITY;
  }

  #dropOutbox(): void {
    if (this.#outbox !== undefined) this.#parts.outboxes.give(this.#outbox);
    this.#outbox = undefined;
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#parts.flusher.schedule(this);
  }
}
