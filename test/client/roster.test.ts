import { expect, test } from "bun:test";
import { Emitter } from "../../src/client/emitter.ts";
import type { ClientEvents } from "../../src/client/events.ts";
import { Requests } from "../../src/client/requests.ts";
import { Roster } from "../../src/client/roster.ts";

const ROOMS = 50;

test("a channel that the client was put out of long ago is remembered no more", async () => {
  let now = 0;
  const events = new Emitter<ClientEvents>();
  const roster = new Roster(events, { say: () => true, leave: () => Promise.resolve() }, () => now);
  const put: WeakRef<object>[] = [];
  events.on("left", ({ channel }) => put.push(new WeakRef(channel)));
  const requests = new Requests();
  const comesAndGoes = (channel: number) => {
    const name = new TextEncoder().encode(`Room ${channel}`);
    const joined = { request: "JoinChannel", success: true, flags: 0, name, channel, peers: [] } as const;
    roster.take({ type: "Response", ...joined }, false, requests);
    roster.take({ type: "Response", request: "LeaveChannel", success: true, channel }, false, requests);
  };
  for (let id = 0; id < ROOMS; id++) comesAndGoes(id);
  now = 2001;
  comesAndGoes(ROOMS);
  await Bun.sleep(0);
  Bun.gc(true);
  expect(put).toHaveLength(ROOMS + 1);
  // The collector may take what lies on the stack for one or the other of them.
  expect(put.filter((channel) => channel.deref() !== undefined).length).toBeLessThan(ROOMS / 5);
  // Who was put out a moment ago, and is then told to go, has that one again: the server has stopped.
  roster.lose(true);
  expect([...roster.former.keys()]).toEqual([`Room ${ROOMS}`]);
});
