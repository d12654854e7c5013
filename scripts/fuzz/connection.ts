import type { Frame } from "../../src/protocol/writer.ts";
import type { Context } from "../../src/session/context.ts";
import type { Route } from "../../src/session/route.ts";
import { Session } from "../../src/session/session.ts";
import type { Transport } from "../../src/session/transport.ts";
import { Memory } from "../../test/support/memory.ts";
import { Cutter, understand } from "../../test/support/wire.ts";
import type { HearFrame } from "../tool/stream.ts";
import { Knowledge } from "./author/company.ts";

/** Where everybody is. */
export const HOME = "192.0.2.1";

/** A server without sockets. */
export interface Server {
  readonly context: Context;
  readonly routes: readonly Route<Session>[];
  /** What connections have put off to another turn of the loop. */
  readonly nextTurn: (() => void)[];
  complains(complaint: string): void;
}

/** A client's end of a connection that has no socket. */
export class Connection extends Knowledge implements Transport {
  readonly kind = "tcp";
  readonly address = HOME;
  full = false;
  paused = false;
  /** What was said while nothing was taken in. */
  readonly waiting: Uint8Array[] = [];
  readonly session: Session;
  readonly #server: Server;
  readonly #alsoHear: HearFrame | undefined;
  #ended = false;

  constructor(server: Server, alsoHear?: HearFrame) {
    super();
    this.#server = server;
    this.#alsoHear = alsoHear;
    this.session = new Session(this, server.context, server.routes);
  }

  get open(): boolean {
    return !this.#ended;
  }

  send({ bytes, start, end }: Frame): void {
    if (this.#ended) this.#server.complains("a client was sent something after the end");
    const sizeByte = bytes[start + 1] as number;
    const payload = start + (sizeByte < 254 ? 2 : sizeByte === 254 ? 4 : 6);
    this.hear(bytes, start, payload, end);
    this.#alsoHear?.(bytes, start, payload, end);
  }

  blast(): void {}

  later(work: () => void): void {
    this.paused = true;
    this.#server.nextTurn.push(work);
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  end(): void {
    this.#ended = true;
  }

  takes(chunk: Uint8Array): void {
    if (this.paused) this.waiting.push(chunk);
    else this.session.receive(chunk);
  }

  /** Takes in what waited, as far as it is not paused again. */
  goesOn(): void {
    while (!this.paused && this.waiting.length > 0) this.session.receive(this.waiting.shift() as Uint8Array);
  }
}

/** Ears that believe nothing that an old client would not. */
export function strictly(complain: (complaint: string) => void): HearFrame {
  const cutter = new Cutter();
  let memory: Memory | undefined;
  return (bytes, start, _payload, end) => {
    try {
      for (const said of cutter.push(bytes.slice(start, end))) {
        const heard = understand(said);
        if (heard.type === "Response" && heard.request === "Connect" && heard.success)
          memory = new Memory(heard.id);
        memory?.take(heard);
      }
    } catch (error) {
      complain(`a client would not believe its ears: ${error}`);
    }
  };
}
