/** A client on a real socket that can stop reading: what players cannot do. */
import type { SocketHandler } from "bun";
import { Inbox } from "../support/inbox.ts";
import { connectTls } from "../support/over-tls.ts";
import { bytes, Cutter, frame, type Heard, type Said, say, understand } from "../support/wire.ts";

export class Caller {
  readonly inbox = new Inbox();
  readonly #cutter = new Cutter();
  readonly #unsent: Uint8Array[] = [];
  #socket: Bun.Socket | undefined;
  /** Resolves when the connection is closed. */
  readonly closed: Promise<void>;
  readonly #close: () => void;

  private constructor() {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    this.#close = resolve;
  }

  static async call(port: number, hostname = "127.0.0.1"): Promise<Caller> {
    const caller = new Caller();
    caller.#socket = await Bun.connect({ hostname, port, socket: caller.#handlers });
    return caller;
  }

  static async callOverTls(port: number): Promise<Caller> {
    const caller = new Caller();
    caller.#socket = await connectTls(port, caller.#handlers);
    return caller;
  }

  get #handlers(): SocketHandler<undefined> {
    return {
      data: (_socket, chunk) => {
        for (const said of this.#cutter.push(Uint8Array.from(chunk))) this.inbox.put(understand(said), said);
      },
      drain: () => this.#flush(),
      close: () => {
        this.inbox.end();
        this.#close();
      },
    };
  }

  /** Calls, and is accepted under this name. */
  static async enter(
    port: number,
    name: string,
    hostname?: string,
  ): Promise<Caller & { readonly id: number }> {
    return await (await Caller.call(port, hostname)).enters(name);
  }

  /** As `enter`, over TLS. */
  static async enterOverTls(port: number, name: string): Promise<Caller & { readonly id: number }> {
    return await (await Caller.callOverTls(port)).enters(name);
  }

  /** Says who it is, and is accepted under this name. */
  async enters(name: string): Promise<this & { readonly id: number }> {
    this.sends(bytes([0], frame(say.connect()), frame(say.setName(name))));
    const answer = await this.inbox.next();
    if (answer.type !== "Response" || answer.request !== "Connect" || !answer.success)
      throw new Error(JSON.stringify(answer));
    await this.inbox.next();
    return Object.assign(this, { id: answer.id });
  }

  says(...messages: readonly Said[]): void {
    this.sends(bytes(...messages.map((message) => frame(message))));
  }

  sends(data: Uint8Array): void {
    this.#unsent.push(data);
    if (this.#unsent.length === 1) this.#flush();
  }

  /** Joins a channel, and tells its id. */
  async joins(name: string): Promise<number> {
    this.says(say.join(name));
    const answer = await this.inbox.next();
    if (answer.type !== "Response" || answer.request !== "JoinChannel" || !answer.success)
      throw new Error(JSON.stringify(answer));
    return answer.channel;
  }

  next(): Promise<Heard> {
    return this.inbox.next();
  }

  /** Everything up to the end of the connection. */
  async rest(): Promise<readonly Heard[]> {
    await this.inbox.over();
    return this.inbox.drain();
  }

  stopsReading(): void {
    this.#socket?.pause();
  }

  readsOn(): void {
    this.#socket?.resume();
  }

  /** Closes the connection when all that it said has left. */
  async leaves(): Promise<void> {
    while (this.#unsent.length > 0) await Bun.sleep(1);
    this.#socket?.end();
  }

  hangsUp(): void {
    this.#socket?.terminate();
  }

  #flush(): void {
    for (let next = this.#unsent[0]; next !== undefined; next = this.#unsent[0]) {
      const taken = Math.max(0, this.#socket?.write(next) ?? 0);
      if (taken < next.length) {
        this.#unsent[0] = next.subarray(taken);
        return;
      }
      this.#unsent.shift();
    }
  }
}
