import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { RelayChannel, RelayClient } from "../../src/relay/members.ts";
import { Model, type ModelChannel, type ModelClient, type Rules } from "./model.ts";
import { quietly, Scribe } from "./scribe.ts";

const NAMES = ["Ann", "Bob", "Carol", "Dave", "ÄNN", "bob ", " "];
const ROOMS = ["Room", "ROOM", "Rööm", "Den", "Pub", ""];

/** One thing that happens; the numbers choose who and where among those that there are. */
type Step = readonly [act: keyof typeof ACTS, who: number, where: number, flag: boolean];

/** The registry and its model, side by side. */
class Pair {
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
    const rooms = Array.from(registry.channels, ({ id, name, master, autoClose, members, open }) => {
      const ids = members.map(({ peer }) => peer).sort((a, b) => a - b);
      return { id, name, master: master?.id, autoClose, members: ids, open };
    });
    const expected = this.model.channels.map(({ id, name, master, autoClose, members }) => {
      const ids = members.map((member) => member.id).sort((a, b) => a - b);
      return { id, name, master: master?.id, autoClose, members: ids, open: true };
    });
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

const pick = <T>(list: readonly T[], which: number): T | undefined => list[which % Math.max(1, list.length)];

const ACTS = {
  connect(pair: Pair) {
    const [client, twin] = [pair.scribe.connect(), pair.model.connect()];
    if (typeof client !== "string" && twin !== undefined) pair.clients.push([client, twin]);
    else expect([client, twin]).toEqual(["Server full", undefined]);
  },
  setName(pair: Pair, who: number, where: number) {
    const [client, twin] = pick(pair.clients, who) ?? [];
    const name = pick(NAMES, where) as string;
    if (client !== undefined && twin !== undefined)
      expect(client.setName(name)).toBe(pair.model.setName(twin, name) as string);
  },
  join(pair: Pair, who: number, where: number, autoClose: boolean) {
    const [client, twin] = pick(pair.clients, who) ?? [];
    const name = pick(ROOMS, where) as string;
    if (client === undefined || twin === undefined) return;
    expect(client.joinChannel(name, { autoClose })).toBe(pair.model.join(twin, name, autoClose) as string);
    pair.meet();
  },
  leave(pair: Pair, who: number, where: number, byKick: boolean) {
    const [client, twin] = pick(pair.clients, who) ?? [];
    // Also channels that are closed, and those that the client is not in.
    const [channel, room] = pick(pair.channels, where) ?? [];
    if (client === undefined || twin === undefined || channel === undefined || room === undefined) return;
    if (byKick) channel.kick(client);
    else client.leaveChannel(channel);
    pair.model.leave(twin, room);
  },
  setMaster(pair: Pair, who: number, where: number, nobody: boolean) {
    const [client, twin] = pick(pair.clients, who) ?? [];
    const [channel, room] = pick(pair.channels, where) ?? [];
    if (client === undefined || channel === undefined || room === undefined) return;
    channel.setMaster(nobody ? undefined : client);
    pair.model.setMaster(room, nobody ? undefined : twin);
  },
  close(pair: Pair, _who: number, where: number) {
    const [channel, room] = pick(pair.channels, where) ?? [];
    channel?.close();
    if (room !== undefined) pair.model.close(room);
  },
  hide(pair: Pair, _who: number, where: number, hidden: boolean) {
    const [channel, room] = pick(pair.channels, where) ?? [];
    if (channel !== undefined && room !== undefined) [channel.hidden, room.hidden] = [hidden, hidden];
  },
  list(pair: Pair, who: number) {
    const [client, twin] = pick(pair.clients, who) ?? [];
    client?.sendChannelList();
    if (twin !== undefined) pair.model.list(twin);
  },
  disconnect(pair: Pair, who: number) {
    const [gone] = pair.clients.splice(who % Math.max(1, pair.clients.length), 1);
    if (gone === undefined) return;
    pair.scribe.registry.remove(gone[0]);
    pair.model.disconnect(gone[1]);
    expect([gone[0].connected, gone[0].channels]).toEqual([false, []]);
  },
};

type Act = keyof typeof ACTS;
const OFTEN: readonly Act[] = ["join", "join", "join", "leave", "list"];
const act = fc.constantFrom<Act>(...OFTEN, ...(Object.keys(ACTS) as Act[]));
/** Four who have names, so that what happens next is about channels. */
const OPENING: readonly Step[] = [0, 1, 2, 3].flatMap((i): Step[] => [
  ["connect", 0, 0, false],
  ["setName", i, i, false],
]);
const happenings = fc.array(fc.tuple(act, fc.nat(5), fc.nat(6), fc.boolean()), {
  minLength: 1,
  maxLength: 50,
  size: "max",
});

function rules(given: Partial<Rules>): Rules {
  return {
    unique: "channel",
    succession: "none",
    clients: 0,
    channels: 0,
    channelsPerClient: 0,
    peersPerChannel: 0,
    ...given,
  };
}

describe("membership, names, masters, ids, who is told what, and which events: as a simple model has them", () => {
  for (const [title, given] of [
    ["no limits", rules({})],
    ["the longest-standing peer succeeds", rules({ succession: "oldest" })],
    ["names unique on the server", rules({ unique: "server" })],
    [
      "limits",
      rules({ clients: 4, channels: 2, channelsPerClient: 2, peersPerChannel: 2, succession: "oldest" }),
    ],
    ["limits of one", rules({ clients: 2, channels: 1, channelsPerClient: 1, peersPerChannel: 1 })],
  ] as const) {
    test(title, () => {
      fc.assert(
        fc.property(happenings, (happened: readonly Step[]) => {
          const pair = new Pair(given);
          for (const [name, who, where, flag] of [...OPENING, ...happened]) {
            ACTS[name](pair, who, where, flag);
            pair.check();
          }
        }),
        { numRuns: 60 },
      );
    });
  }
});

describe("a channel that is gone", () => {
  test("does nothing to the one that has its id now", () => {
    const { registry } = new Scribe({});
    const heard: string[] = [];
    let listening = false;
    const ann = quietly(registry, (frame) => {
      if (listening) heard.push(Buffer.from(frame).toString("hex"));
    });
    ann.setName("Ann");
    ann.joinChannel("Old");
    const [old] = ann.channels as [RelayChannel];
    old.close();
    for (let i = 1; i < 65_534; i++) {
      ann.joinChannel("Between");
      ann.leaveChannel(ann.channels[0] as RelayChannel);
    }
    ann.joinChannel("New");
    const [present] = ann.channels as [RelayChannel];
    expect([old.id, present.id, present === old]).toEqual([1, 1, false]);
    listening = true;
    old.kick(ann);
    ann.leaveChannel(old);
    old.setMaster(undefined);
    old.sendMessage("anybody?");
    ann.sendMessage("anybody?", 0, { channel: old });
    old.close();
    expect(heard).toEqual([]);
    expect(registry.channels.get(1)).toBe(present);
    expect([ann.channels, present.clients, present.master, present.open]).toEqual([
      [present],
      [ann],
      ann,
      true,
    ]);
  });
});
