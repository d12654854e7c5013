import type { Hooks } from "../../src/hooks/hooks.ts";
import { Owner } from "../../src/hooks/owner.ts";
import { Log } from "../../src/log.ts";
import { Reader } from "../../src/protocol/reader.ts";
import { Registry } from "../../src/relay/registry.ts";
import type { Context } from "../../src/session/context.ts";
import { Counters } from "../../src/session/counters.ts";
import { watch } from "../../src/session/deadlines.ts";
import { receiveDatagram } from "../../src/session/intake.ts";
import { Rates } from "../../src/session/rates.ts";
import { ROUTES } from "../../src/session/routes.ts";
import { Session } from "../../src/session/session.ts";
import type { Transport } from "../../src/session/transport.ts";
import { readSettings } from "../../src/settings/read.ts";
import type { Settings } from "../../src/settings/schema.ts";
import { Place } from "./place.ts";
import { Player } from "./player.ts";
import { type Setting, Stage, withoutRates } from "./stage.ts";

/** Everybody on this stage connects from here. */
const HOME = "192.0.2.1";

/** How often the heart beats while time passes, in milliseconds. */
const BEAT = 100;

/** What the sessions of a server without sockets share. */
export function contextOf(
  settings: Settings,
  hooks: Hooks,
  parts: Pick<Context, "log" | "datagrams" | "clock" | "turns">,
): Context {
  const owner = new Owner(hooks, parts.log);
  return {
    settings,
    registry: new Registry(settings, owner),
    owner,
    counters: new Counters(),
    reader: new Reader(),
    framers: [],
    rates: new Rates(settings.limits),
    ...parts,
  };
}

/** The stage without sockets: sessions are handed their bytes, and time passes when it is told to. */
export class SocketlessStage extends Stage {
  readonly #context: Context;
  readonly #sessions: Session[] = [];
  readonly #post = new Map<string, Place>();
  /** What is to be done when its time comes. */
  #later: { readonly at: number; readonly work: () => void }[] = [];
  #now = 0;
  #lastPort = 50_000;

  private constructor({ settings = {}, hooks = {} }: Setting) {
    super();
    this.#context = contextOf(readSettings(withoutRates(settings)), hooks, {
      log: new Log("silent", () => {}),
      datagrams: {
        send: (data, port, address) => this.#post.get(`${address} ${port}`)?.receive(data.slice()),
      },
      clock: () => this.#now,
      turns: {
        begin: () => {},
        full: () => false,
        passes: () => true,
        crowded: false,
        next: queueMicrotask,
        behind: queueMicrotask,
        leave: queueMicrotask,
        leaving: false,
        after: (delay, work) => void this.#later.push({ at: this.#now + delay, work }),
      },
    });
  }

  static async set(setting: Setting): Promise<SocketlessStage> {
    return new SocketlessStage(setting);
  }

  get counters(): Readonly<Counters> {
    return this.#context.counters;
  }

  async open(): Promise<Player> {
    const transport: Transport = {
      kind: "tcp",
      full: false,
      laden: false,
      address: HOME,
      send: ({ bytes, start, end }) => player.receive(bytes.slice(start, end)),
      blast: () => {},
      pause: () => {},
      resume: () => {},
      accepted: () => {},
      breached: () => {},
      end: () => player.receiveEnd(),
    };
    const session = new Session(transport, this.#context, ROUTES);
    const line = {
      write: (data: Uint8Array) => session.receive(Uint8Array.from(data)),
      finish: () => session.close("the client left"),
    };
    const player: Player = new Player(this, line, await this.place());
    this.#sessions.push(session);
    this.players.push(player);
    return player;
  }

  async place(address = HOME): Promise<Place> {
    const port = ++this.#lastPort;
    const send = (data: Uint8Array) =>
      receiveDatagram(this.#context, Uint8Array.from(data), { address, port });
    const place = new Place(this, { send });
    this.#post.set(`${address} ${port}`, place);
    return place;
  }

  async pass(milliseconds: number): Promise<void> {
    for (const end = this.#now + milliseconds; this.#now < end; ) {
      this.#now = Math.min(this.#now + BEAT, end, ...this.#later.map(({ at }) => at));
      this.#doDue();
      for (const session of this.#sessions) watch(session, this.#now);
    }
  }

  #doDue(): void {
    const due = this.#later.filter(({ at }) => at <= this.#now);
    this.#later = this.#later.filter((each) => !due.includes(each));
    for (const { work } of due) work();
  }

  /** Everything has its effect at once, but for what hooks promise. */
  async settle(): Promise<void> {
    await Bun.sleep(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
