import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { RelayChannel } from "../../src/relay/members.ts";
import type { Rules } from "./model.ts";
import { NAMES, Pair, ROOMS } from "./pair.ts";
import { quietly, Scribe } from "./scribe.ts";

/** One thing that happens; the numbers choose who and where among those that there are. */
type Step = readonly [act: keyof typeof ACTS, who: number, where: number, flag: boolean];

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
    if (byKick) {
      channel.kick(client);
      pair.model.kick(room, twin);
    } else {
      client.leaveChannel(channel);
      pair.model.leave(twin, room);
    }
  },
  create(pair: Pair, limit: number, where: number, persistent: boolean) {
    const name = pick(ROOMS, where) as string;
    const options = { persistent, ...(limit === 0 ? {} : { limit }) };
    const denial = pair.model.create(name, persistent, limit || undefined);
    if (denial === undefined) pair.scribe.registry.channels.create(name, options);
    else expect(() => pair.scribe.registry.channels.create(name, options)).toThrow(new RangeError(denial));
    pair.meet();
  },
  persist(pair: Pair, _who: number, where: number, persistent: boolean) {
    const [channel, room] = pick(pair.channels, where) ?? [];
    if (channel !== undefined) channel.persistent = persistent;
    if (room !== undefined) pair.model.persist(room, persistent);
  },
  limit(pair: Pair, limit: number, where: number) {
    const [channel, room] = pick(pair.channels, where) ?? [];
    if (channel === undefined || room === undefined) return;
    [channel.limit, room.limit] = [limit || undefined, limit || undefined];
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
