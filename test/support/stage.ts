/** Conversations are written once, for a stage; sockets.ts and socketless.ts are the two that there are. */
import type { Hooks } from "../../src/hooks/hooks.ts";
import type { TransportKind } from "../../src/relay/link.ts";
import type { Counters } from "../../src/session/counters.ts";
import type { SettingsInput } from "../../src/settings/schema.ts";
import { peer } from "./answers.ts";
import type { Company, Place } from "./place.ts";
import type { Player } from "./player.ts";
import type { Text } from "./wire.ts";

/** What a stage is set with: the server's settings and the owner's hooks. */
export interface Setting {
  readonly settings?: SettingsInput;
  readonly hooks?: Hooks;
}

/** Limits that let everybody send as much as they like. */
export const NO_RATES = { messageRate: 0, byteRate: 0, requestRate: 0, listRate: 0 } as const;

/** Settings without rates but those that they give: whoever settles a stage makes requests of no conversation. */
export function withoutRates({ limits, ...settings }: SettingsInput): SettingsInput {
  return { ...settings, limits: { ...NO_RATES, ...limits } };
}

/** A server and those who talk to it. */
export abstract class Stage implements Company, AsyncDisposable {
  readonly players: Player[] = [];
  readonly places: Place[] = [];

  /** What carries its players' messages. */
  readonly transport: TransportKind = "tcp";

  /** What the server has let go by. */
  abstract readonly counters: Readonly<Counters>;

  /** A client that has been accepted by TCP and has said nothing. */
  abstract open(): Promise<Player>;

  /** A UDP port on a client's machine. */
  abstract place(address?: string): Promise<Place>;

  /** Lets time pass. */
  abstract pass(milliseconds: number): Promise<void>;

  /** Comes back when everything that was said has had its effect and all of that is heard. */
  abstract settle(): Promise<void>;

  abstract [Symbol.asyncDispose](): Promise<void>;

  /** A client with a name. */
  async enter(name: Text): Promise<Player> {
    const player = await this.open();
    await player.connects();
    await player.takesName(name);
    return player;
  }

  /** A channel and the people in it, who have heard of each other. The first of them is its master. */
  async room<const Names extends readonly string[]>(channelName: string, ...names: Names) {
    const people: Player[] = [];
    let channel = 0;
    for (const name of names) {
      const player = await this.enter(name);
      channel = await player.joins(channelName);
      for (const other of people) await other.hears(peer(channel, player.id, name));
      people.push(player);
    }
    return { channel, people: people as { [Key in keyof Names]: Player } };
  }

  /** A room in which everybody's UDP port is bound. */
  async boundRoom<const Names extends readonly string[]>(channelName: string, ...names: Names) {
    const room = await this.room(channelName, ...names);
    for (const player of room.people) await player.getsWelcomed();
    return room;
  }
}
