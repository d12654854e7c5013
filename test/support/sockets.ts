import type { Socket, SocketHandler } from "bun";
import { Relay } from "../../src/index.ts";
import type { Counters } from "../../src/session/counters.ts";
import { Place } from "./place.ts";
import { type Line, Player } from "./player.ts";
import { type Setting, Stage, withoutRates } from "./stage.ts";

export const HOST = "127.0.0.1";

/** Long enough for anything on the loopback interface; waited only where somebody cannot be asked. */
const MOMENT = 25;

/** A player's TCP connection: it keeps what the socket does not take at once. */
class SocketLine implements Line {
  socket: Socket | undefined;
  #unsent: Uint8Array[] = [];
  #finished = false;

  write(data: Uint8Array): void {
    this.#unsent.push(data);
    this.flush();
  }

  finish(): void {
    this.#finished = true;
    this.flush();
  }

  flush(): void {
    while (this.#unsent.length > 0) {
      const waiting = Buffer.concat(this.#unsent);
      const taken = Math.max(0, this.socket?.write(waiting) ?? 0);
      this.#unsent = taken < waiting.length ? [waiting.subarray(taken)] : [];
      if (taken < waiting.length) return;
    }
    if (this.#finished) this.socket?.shutdown();
  }
}

/** A server that listens on the loopback interface. */
interface Listening {
  readonly port: number;
  readonly counters: Readonly<Counters>;
  stop(): Promise<void>;
}

/** A server of its own on a free port of the loopback interface. */
export function relayOf({ settings = {}, hooks = {} }: Setting): Promise<Relay> {
  const host = settings.server?.host ?? HOST;
  return Relay.listen({ ...withoutRates(settings), hooks, host, port: 0, logger: () => {} });
}

/** The stage of real sockets: by default a server of its own on a free port of the loopback interface. */
export class SocketStage extends Stage {
  readonly #relay: Listening;
  protected readonly closing: (() => void)[] = [];

  constructor(relay: Listening) {
    super();
    this.#relay = relay;
  }

  static async set(setting: Setting): Promise<SocketStage> {
    return new SocketStage(await relayOf(setting));
  }

  /** The port that it listens on. */
  get port(): number {
    return this.#relay.port;
  }

  get counters(): Readonly<Counters> {
    return this.#relay.counters;
  }

  async open(): Promise<Player> {
    const line = new SocketLine();
    const player = new Player(this, line, await this.place());
    const socket = await this.connect({
      data: (_socket, chunk) => player.receive(Uint8Array.from(chunk)),
      drain: () => line.flush(),
      close: () => player.receiveEnd(),
    });
    line.socket = socket;
    this.closing.push(() => socket.terminate());
    this.players.push(player);
    return player;
  }

  protected connect(socket: SocketHandler<undefined>): Promise<Socket> {
    return Bun.connect({ hostname: HOST, port: this.port, socket });
  }

  async place(address = HOST): Promise<Place> {
    const socket = await Bun.udpSocket({
      hostname: address,
      socket: {
        // Clients take only what comes from the very port that TCP listens on: section 3.
        data: (_socket, data, port) => {
          if (port === this.#relay.port) place.receive(Uint8Array.from(data));
        },
      },
    });
    const place: Place = new Place(this, { send: (data) => socket.send(data, this.#relay.port, HOST) });
    this.closing.push(() => socket.close());
    return place;
  }

  pass(milliseconds: number): Promise<void> {
    return Bun.sleep(milliseconds);
  }

  /** Asks everybody who can be asked, twice: what one said last may tell another something after that one's first answer. */
  async settle(): Promise<void> {
    const talking = this.players.filter(({ standing }) => standing === "talking");
    const bound = this.places.filter((place) => talking.some(({ id }) => id === place.bound));
    for (let round = 0; round < 2; round++) {
      await Promise.all([...talking, ...bound].map((one) => one.catchUp()));
    }
    const isDumb = (place: Place) => place.used && !bound.includes(place);
    const cannotAsk = this.places.some(isDumb) || this.players.some(({ standing }) => standing === "new");
    await Bun.sleep(cannotAsk ? MOMENT : 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const close of this.closing) close();
    await this.#relay.stop();
  }
}
