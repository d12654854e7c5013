import { Client, type ClientOptions } from "../../src/client/public.ts";
import { type ListenOptions, Relay } from "../../src/index.ts";
import { Ear } from "./ear.ts";

/** A client that is connected, and what it hears. */
export interface Guest {
  readonly client: Client;
  readonly ear: Ear;
}

/** A server on a free port of the loopback interface, and those who come to it by the client module. */
export class Meeting implements AsyncDisposable {
  readonly relay: Relay;
  readonly #clients: Client[] = [];

  constructor(relay: Relay) {
    this.relay = relay;
  }

  static async begin(options: ListenOptions = {}): Promise<Meeting> {
    return new Meeting(await Relay.listen({ host: "127.0.0.1", port: 0, logger: () => {}, ...options }));
  }

  get address(): string {
    return `lacewing://127.0.0.1:${this.relay.port}`;
  }

  /** A client that does nothing yet. */
  guest(options: ClientOptions = {}, address = this.address): Guest {
    const client = new Client(address, options);
    this.#clients.push(client);
    return { client, ear: new Ear(client) };
  }

  /** A client that is connected and has a name. */
  async enter(name: string, options: ClientOptions = {}): Promise<Guest> {
    const guest = this.guest({ ...options, name });
    await guest.client.open();
    return guest;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.close()));
    await this.relay.stop({ within: 0 });
  }
}
