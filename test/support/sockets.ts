import { Relay } from "../../src/index.ts";
import type { Counters } from "../../src/session/counters.ts";
import { Place } from "./place.ts";
import { Player } from "./player.ts";
import { type Setting, Stage } from "./stage.ts";

const HOST = "127.0.0.1";

/** Long enough for anything on the loopback interface; waited only where somebody cannot be asked. */
const MOMENT = 25;

/** The stage of real sockets: a server on a free port of the loopback interface. */
export class SocketStage extends Stage {
  readonly #relay: Relay;
  readonly #sockets: { close(): void }[] = [];

  private constructor(relay: Relay) {
    super();
    this.#relay = relay;
  }

  static async set({ settings = {}, hooks = {} }: Setting): Promise<SocketStage> {
    return new SocketStage(await Relay.listen({ ...settings, hooks, host: HOST, port: 0, logger: () => {} }));
  }

  get counters(): Readonly<Counters> {
    return this.#relay.counters;
  }

  async open(): Promise<Player> {
    const place = await this.place();
    const unsent: Uint8Array[] = [];
    let finished = false;
    let player: Player | undefined;
    const flush = () => {
      for (let next = unsent[0]; next !== undefined; next = unsent[0]) {
        const taken = Math.max(0, socket.write(next));
        if (taken < next.length) {
          unsent[0] = next.subarray(taken);
          return;
        }
        unsent.shift();
      }
      if (finished) socket.shutdown();
    };
    const socket = await Bun.connect({
      hostname: HOST,
      port: this.#relay.port,
      socket: {
        data: (_, chunk) => player?.receive(Uint8Array.from(chunk)),
        drain: flush,
        close: () => player?.receiveEnd(),
      },
    });
    this.#sockets.push({ close: () => socket.terminate() });
    const line = {
      write: (data: Uint8Array) => {
        unsent.push(data);
        flush();
      },
      finish: () => {
        finished = true;
        flush();
      },
    };
    player = new Player(this, line, place);
    this.players.push(player);
    return player;
  }

  async place(address = HOST): Promise<Place> {
    let place: Place | undefined;
    const socket = await Bun.udpSocket({
      hostname: address,
      socket: { data: (_, data) => place?.receive(Uint8Array.from(data)) },
    });
    this.#sockets.push(socket);
    place = new Place(this, { send: (data) => socket.send(data, this.#relay.port, HOST) });
    return place;
  }

  pass(milliseconds: number): Promise<void> {
    return Bun.sleep(milliseconds);
  }

  /** Asks everybody who can be asked, twice: what one said last may tell another something after that one's first answer. */
  async settle(): Promise<void> {
    const talking = this.players.filter(({ standing }) => standing === "talking");
    const bound = this.places.filter((place) => talking.some(({ id }) => id === place.bound));
    for (let round = 0; round < 2; round++)
      await Promise.all([...talking, ...bound].map((one) => one.catchUp()));
    const cannotAsk =
      this.players.some(({ standing }) => standing === "new") ||
      this.places.some((place) => place.used && !bound.includes(place));
    await Bun.sleep(cannotAsk ? MOMENT : 0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.close();
    await this.#relay.stop();
  }
}
