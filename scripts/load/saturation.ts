import { type CarriedBy, channelMessage, isWebSocket, LoadClient } from "./client.ts";

/** Clients in one channel, how many of them send, and how many messages of each are under way. */
const CLIENTS = 100;
const SENDERS = 4;
const WINDOW = 8;

/** The id of the peer, which a message has more when it arrives. */
const PEER = 2;

/** What a client masks its frames with, which the server does not. */
const MASK = 4;

/** A channel whose senders send the next message when one of theirs has arrived: as fast as the server lets them. */
export class Saturation {
  readonly #clients: readonly LoadClient[];
  readonly #messages: readonly Uint8Array[];
  readonly #mask: number;
  #sent = 0;
  #heard = 0;
  #before = 0;
  #isOver = false;

  /** A channel whose clients have entered, on a port of this machine, for messages of so many bytes. */
  static async of(port: number, by: CarriedBy, size: number): Promise<Saturation> {
    const clients = Array.from({ length: CLIENTS }, (_, i) => new LoadClient(`client ${i}`, "Room"));
    for (const client of clients) await client.enter(port, by);
    // They hear of each other.
    await Bun.sleep(300);
    return new Saturation(clients, by, size);
  }

  private constructor(clients: readonly LoadClient[], by: CarriedBy, size: number) {
    this.#clients = clients;
    this.#mask = isWebSocket(by) ? MASK : 0;
    this.#messages = clients.slice(0, SENDERS).map((sender, i) => {
      const data = new Uint8Array(size);
      data[0] = i;
      return sender.formOf(channelMessage(sender.channel, data));
    });
  }

  begin(): void {
    this.#before = this.#received;
    for (let i = 0; i < SENDERS; i++) {
      const listener = this.#clients[SENDERS + i] as LoadClient;
      listener.hear = (message) => {
        if (message.type !== "BinaryChannelMessage" || message.data[0] !== i) return;
        this.#heard++;
        if (!this.#isOver) this.#send(i);
      };
      for (let under = 0; under < WINDOW; under++) this.#send(i);
    }
  }

  /** How many messages have been delivered so far. */
  count(): { readonly deliveries: number } {
    return { deliveries: Math.floor((this.#received - this.#before) / this.#size) };
  }

  /** Comes back when all that was sent has come. Throws where anything more or less did. */
  async end(): Promise<void> {
    this.#isOver = true;
    const all = this.#sent * (CLIENTS - 1) * this.#size;
    for (let tries = 0; tries < 100 && this.#received - this.#before < all; tries++) await Bun.sleep(50);
    const came = this.#received - this.#before;
    for (const client of this.#clients) client.hangsUp();
    if (came !== all || this.#heard !== this.#sent) throw new Error(`${came} bytes came of ${all}`);
  }

  get #size(): number {
    return (this.#messages[0] as Uint8Array).length + PEER - this.#mask;
  }

  get #received(): number {
    return this.#clients.reduce((sum, { received }) => sum + received, 0);
  }

  #send(i: number): void {
    this.#sent++;
    this.#clients[i]?.sends(this.#messages[i] as Uint8Array);
  }
}
