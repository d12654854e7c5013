/** The registry and its model, side by side. */
import { expect } from "bun:test";
import type { RelayChannel, RelayClient } from "../../src/relay/members.ts";
import { Model, type ModelChannel, type ModelClient, type Rules } from "./model.ts";
import { Scribe } from "./scribe.ts";

export const NAMES = ["Ann", "Bob", "Carol", "Dave", "ÄNN", "bob ", " "];
export const ROOMS = ["Room", "ROOM", "Rööm", "Den", "Pub", ""];

export class Pair {
  readonly scribe: Scribe;
  readonly model: Model;
  readonly clients: (readonly [RelayClient, ModelClient])[] = [];
  readonly channels: (readonly [RelayChannel, ModelChannel])[] = [];

  constructor(rules: Rules) {
    const { unique, succession, ...limits } = rules;
    this.scribe = new Scribe({ names: { unique }, channels: { succession }, limits });
    this.model = new Model(rules);
  }

  /** Pairs the channels that are new to each other. */
  meet(): void {
    for (const channel of this.scribe.registry.channels) {
      const twin = this.model.channels.find(({ id }) => id === channel.id);
      if (twin !== undefined && !this.channels.some(([known]) => known === channel))
        this.channels.push([channel, twin]);
    }
  }

  check(): void {
    const { registry } = this.scribe;
    const byReceiver = (told: Scribe["told"]) => Object.groupBy(told, ({ to }) => to);
    expect(byReceiver(this.scribe.told)).toEqual(byReceiver(this.model.told));
    expect(this.scribe.events.sort()).toEqual(this.model.events.sort());
    for (const side of [this.scribe, this.model]) [side.told, side.events] = [[], []];

    expect(Array.from(registry.clients, state)).toEqual(this.model.clients.map(modelState));
    const sorted = (ids: number[]) => ids.sort((a, b) => a - b);
    const rooms = Array.from(registry.channels, (channel) => ({
      ...{ ...features(channel), open: channel.open },
      members: sorted(channel.members.map(({ peer }) => peer)),
    }));
    const expected = this.model.channels.map((channel) => ({
      ...{ ...features(channel), open: true },
      members: sorted(channel.members.map(({ id }) => id)),
    }));
    expect(rooms).toEqual(expected);
    for (const { id, name } of this.model.channels)
      expect(registry.channels.named(` ${name.toUpperCase()}`)?.id).toBe(id);
    for (const name of NAMES.slice(0, 6))
      expect(registry.clients.named(name)?.name === undefined).toBe(!this.#someoneIs(name));
    for (const name of ROOMS.slice(0, 5))
      if (!this.#somewhereIs(name)) expect(registry.channels.named(name)).toBeUndefined();
  }

  #someoneIs(name: string): boolean {
    return this.model.clients.some(
      (client) => client.name !== undefined && plain(client.name) === plain(name),
    );
  }

  #somewhereIs(name: string): boolean {
    return this.model.channels.some((channel) => plain(channel.name) === plain(name));
  }
}

const features = (channel: RelayChannel | ModelChannel) => {
  const { id, name, master, autoClose, persistent, limit } = channel;
  return { id, name, master: master?.id, autoClose, persistent, limit };
};
const plain = (name: string) => name.normalize("NFD").replace(/\p{M}/gu, "").trim().toLowerCase();
const state = ({ id, name, channels }: RelayClient) => ({
  id,
  name,
  channels: channels.map((channel) => channel.id),
});
const modelState = ({ id, name = "", channels }: ModelClient) => ({
  id,
  name,
  channels: channels.map((channel) => channel.id),
});
