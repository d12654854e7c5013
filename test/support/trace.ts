/** Replays what real clients said: the traces' README says how. */
import { expect } from "bun:test";
import type { Player } from "./player.ts";
import type { Stage } from "./stage.ts";
import { Cutter, type Heard, hex, understand } from "./wire.ts";

/** A line of a trace. */
type Line = { readonly dir: "c2s" | "s2c" } & (
  | { readonly proto: "tcp"; readonly conn: number; readonly hex: string }
  | { readonly proto: "udp"; readonly peer: number; readonly hex: string }
  | { readonly proto: "tcp"; readonly conn: number; readonly event: "open" | "close" }
);

type IdKind = "client" | "channel";

/** Where a client's message has ids in its payload: section 4. */
const IDS: Record<number, readonly { readonly at: number; readonly kind: IdKind }[]> = {
  2: [{ at: 1, kind: "channel" }],
  3: [
    { at: 1, kind: "channel" },
    { at: 3, kind: "client" },
  ],
  5: [{ at: 1, kind: "channel" }],
  6: [
    { at: 1, kind: "channel" },
    { at: 3, kind: "client" },
  ],
  8: [
    { at: 0, kind: "channel" },
    { at: 3, kind: "client" },
  ],
};
const LEAVE_CHANNEL = 3;

/** One run of a trace against a stage. */
export class Replay {
  readonly #stage: Stage;
  readonly #players = new Map<number, Player>();
  readonly #ports = new Map<number, Player>();
  /** Recorded ids to those of this run, learned from the answers to Connect and JoinChannel. */
  readonly #ids = { client: new Map<number, number>(), channel: new Map<number, number>() };

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async run(trace: string): Promise<void> {
    for (const [at, text] of trace.trim().split("\n").entries()) {
      try {
        await this.#play(JSON.parse(text));
      } catch (cause) {
        throw new Error(`line ${at + 1}, ${text.slice(0, 200)}: ${cause}`, { cause });
      }
    }
    for (const player of this.#players.values()) if (player.standing !== "gone") await player.nothingMore();
  }

  async #play(line: Line): Promise<void> {
    if ("event" in line) return this.#playEvent(line.conn, line.event, line.dir);
    if (line.proto === "udp")
      return line.dir === "c2s"
        ? this.#blast(line.peer, hex(line.hex))
        : this.#hearBlast(line.peer, hex(line.hex));
    return line.dir === "c2s" ? this.#send(line.conn, hex(line.hex)) : this.#hear(line.conn, hex(line.hex));
  }

  async #playEvent(conn: number, event: "open" | "close", dir: "c2s" | "s2c"): Promise<void> {
    if (event === "open") this.#players.set(conn, await this.#stage.open());
    else if (dir === "c2s") this.#player(conn).finishes();
    else await this.#player(conn).closed();
  }

  #send(conn: number, recorded: Uint8Array): void {
    const frame = recorded.slice();
    const header = frame[1] === 254 ? 4 : frame[1] === 255 ? 6 : 2;
    if (frame.length >= header) this.#mapMessage(frame, header);
    this.#player(conn).sends(frame);
  }

  /** The client that a UDP port belongs to is told by the id in what comes from it. */
  #blast(port: number, recorded: Uint8Array): void {
    const datagram = recorded.slice();
    this.#mapId(datagram, 1, "client");
    this.#mapMessage(datagram, 3);
    const id = new DataView(datagram.buffer).getUint16(1, true);
    const player = [...this.#players.values()].find((candidate) => candidate.id === id);
    if (player === undefined) throw new Error(`no player has the id ${id}`);
    this.#ports.set(port, player);
    player.place.sends(datagram);
  }

  async #hear(conn: number, recorded: Uint8Array): Promise<void> {
    const [said] = new Cutter().push(recorded);
    if (said === undefined) throw new Error("no whole frame");
    const expected = understand(said);
    if (expected.type === "Ping") return;
    const heard = await this.#next(this.#player(conn));
    this.#learn(expected, heard);
    expect(this.#comparable(heard)).toEqual(this.#comparable(this.#mapped(expected) as Heard));
  }

  async #hearBlast(port: number, recorded: Uint8Array): Promise<void> {
    const expected = understand({ head: recorded[0] ?? 0xff, payload: recorded.subarray(1) });
    if (expected.type === "Ping") return;
    await this.#ports.get(port)?.place.hears(this.#mapped(expected) as Heard);
  }

  async #next(player: Player): Promise<Heard> {
    const heard = await player.next();
    return heard.type === "Ping" ? this.#next(player) : heard;
  }

  #learn(recorded: Heard, heard: Heard): void {
    if (recorded.type !== "Response" || heard.type !== "Response" || !recorded.success || !heard.success)
      return;
    if (recorded.request === "Connect" && heard.request === "Connect")
      this.#ids.client.set(recorded.id, heard.id);
    if (recorded.request === "JoinChannel" && heard.request === "JoinChannel")
      this.#ids.channel.set(recorded.channel, heard.channel);
  }

  /** The welcome text is the server's own affair. */
  #comparable(heard: Heard): Heard {
    return "welcome" in heard ? { ...heard, welcome: "" } : heard;
  }

  /** A recorded message with the ids of this run. */
  #mapped(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((entry) => this.#mapped(entry));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, field]) => {
        if (key === "channel") return [key, this.#ids.channel.get(field)];
        return [key, key === "id" || key === "peer" ? this.#ids.client.get(field) : this.#mapped(field)];
      }),
    );
  }

  #mapMessage(data: Uint8Array, payload: number): void {
    const type = (data[0] ?? 0) >> 4;
    if (type === 0 && data[payload] === LEAVE_CHANNEL) this.#mapId(data, payload + 1, "channel");
    for (const { at, kind } of IDS[type] ?? []) this.#mapId(data, payload + at, kind);
  }

  #mapId(data: Uint8Array, at: number, kind: IdKind): void {
    const view = new DataView(data.buffer, data.byteOffset);
    const id = this.#ids[kind].get(view.getUint16(at, true));
    if (id === undefined) throw new Error(`a ${kind} that was not heard of before`);
    view.setUint16(at, id, true);
  }

  #player(conn: number): Player {
    const player = this.#players.get(conn);
    if (player === undefined) throw new Error(`connection ${conn} was never opened`);
    return player;
  }
}
