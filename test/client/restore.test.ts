import { expect, test } from "bun:test";
import { Channel, type Voice } from "../../src/client/channel.ts";
import { Emitter } from "../../src/client/emitter.ts";
import { DenialError } from "../../src/client/errors.ts";
import type { ClientEvents } from "../../src/client/events.ts";
import { restore } from "../../src/client/lasting/restore.ts";
import { Roster } from "../../src/client/roster.ts";
import { readSettings } from "../../src/settings/read.ts";

const VOICE: Voice = { say: () => true, leave: () => Promise.resolve() };

/** Somebody who was in Room asks for it again, and is denied it until `ghost` is gone; when, in seconds, it asked. */
async function asksUntil(ghost: number): Promise<{ seconds: number[]; isGivenUp: boolean }> {
  const events = new Emitter<ClientEvents>();
  const roster = new Roster(events, VOICE);
  const channel = new Channel(VOICE, {});
  channel.enter(1, "Room", 0);
  channel.exit();
  let isGivenUp = false;
  events.on("left", () => (isGivenUp = true));
  roster.former.set("Room", channel);
  const seconds: number[] = [];
  let now = 0;
  const clock = {
    now: () => now,
    pass: (milliseconds: number) => {
      now += milliseconds;
      return Promise.resolve();
    },
  };
  const join = () => {
    seconds.push(now / 1000);
    if (now < ghost) return Promise.reject(new DenialError("JoinChannel", "Name already taken"));
    roster.former.delete("Room");
    return Promise.resolve(channel);
  };
  const setName = (name: string) => Promise.resolve(name);
  await restore({ name: "", roster, setName, join, isOver: () => false, denied: () => {} }, clock);
  return { seconds, isGivenUp };
}

test("with the default settings of a server a channel is taken again once the former self has timed out", async () => {
  const { interval, timeout } = readSettings({}).ping;
  // The server looks once a second or so, and the client may have come back at once.
  const { seconds, isGivenUp } = await asksUntil(interval + timeout + 2000);
  expect(isGivenUp).toBe(false);
  expect(seconds.at(-1)).toBeWithin((interval + timeout) / 1000 + 2, (interval + timeout) / 1000 + 8);
});

test("what stays denied is asked for again, ever less often but every 5 s, and given up after a minute", async () => {
  const { seconds, isGivenUp } = await asksUntil(Number.POSITIVE_INFINITY);
  expect(seconds).toEqual([0, 1, 3, 7, 12, 17, 22, 27, 32, 37, 42, 47, 52, 57, 60]);
  expect(isGivenUp).toBe(true);
});
