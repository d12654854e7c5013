/** What clients on real sockets have alike, whatever form their messages travel in. */
import type { Socket, SocketHandler } from "bun";
import { Unsent } from "../../src/bench/net/unsent.ts";
import { Inbox } from "../support/inbox.ts";
import { bytes, type Heard, type Said, say, type Text } from "../support/wire.ts";

export abstract class AnyCaller {
  readonly inbox = new Inbox();
  readonly #closed = Promise.withResolvers<void>();
  /** Resolves when the connection is closed. */
  readonly closed = this.#closed.promise;
  /** What the socket did not take at once. */
  protected readonly unsent = new Unsent((data) => this.socket?.write(data) ?? 0);
  protected socket: Socket | undefined;

  protected get handlers(): SocketHandler<undefined> {
    return {
      data: (_socket, chunk) => this.receives(Uint8Array.from(chunk)),
      drain: () => this.unsent.flush(),
      close: () => {
        this.inbox.end();
        this.#closed.resolve();
      },
    };
  }

  protected abstract receives(chunk: Uint8Array): void;

  abstract says(...messages: readonly Said[]): void;

  sends(data: Text): void {
    this.unsent.send(typeof data === "string" ? bytes(data) : data);
  }

  /** Joins a channel, and tells its id. */
  async joins(name: string): Promise<number> {
    this.says(say.join(name));
    const answer = await this.next();
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
    this.socket?.pause();
  }

  readsOn(): void {
    this.socket?.resume();
  }

  /** Closes its side of the connection. */
  finishes(): void {
    this.socket?.shutdown();
  }

  hangsUp(): void {
    this.socket?.terminate();
  }

  /** Awaits the answers to Connect and SetName, and tells the id that the first one gives. */
  protected async accepted(): Promise<number> {
    const answer = await this.next();
    if (answer.type !== "Response" || answer.request !== "Connect" || !answer.success)
      throw new Error(JSON.stringify(answer));
    await this.next();
    return answer.id;
  }
}
