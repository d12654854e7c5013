import { expect } from "bun:test";
import { failure, peer, success } from "../support/answers.ts";
import { say } from "../support/wire.ts";
import { staged } from "./staged.ts";

const scene = staged("rooms");

const OPTIONS = "After | there can only be MaxPlayers=1 to MaxPlayers=64";

scene("who makes a room says how many places it has", async ({ stage, relay }) => {
  const [dave, ann, bob] = [await stage.enter("Dave"), await stage.enter("Ann"), await stage.enter("Bob")];
  dave.says(say.join("Dave's Room|MaxPlayers=2"));
  const channel = 1;
  await dave.hears(success("JoinChannel", { flags: 1, name: "Dave's Room", channel, peers: [] }));
  expect(await ann.joins("dave's room")).toBe(channel);
  await dave.hears(peer(channel, ann.id, "Ann"));
  bob.says(say.join("Dave's Room"), say.join("Dave's Room|MaxPlayers=64"));
  const reason = "Channel is full: it holds 2 clients";
  await bob.hears(
    failure("JoinChannel", reason, { name: "Dave's Room" }),
    failure("JoinChannel", reason, { name: "Dave's Room|MaxPlayers=64" }),
  );
  expect(await bob.lists()).toEqual({ "Dave's Room": 2 });
  expect(relay.channels.get(channel)?.limit).toBe(2);
});

scene("however it is written; other names are left as they are", async ({ stage, relay }) => {
  const dave = await stage.enter("Dave");
  for (const [asked, name, limit] of [
    ["One | maxplayers = 1 ", "One", 1],
    ["Sixty-four|MAXPLAYERS=064", "Sixty-four", 64],
    ["Any", "Any", undefined],
    ["MaxPlayers=8", "MaxPlayers=8", undefined],
  ] as const) {
    await dave.joins(asked);
    expect(relay.channels.named(name)).toMatchObject({ name, limit });
  }
});

scene("what cannot be is denied with the reason, and makes no room", async ({ stage, relay }) => {
  const dave = await stage.enter("Dave");
  for (const [name, reason] of [
    ["Room|MaxPlayers=-1", OPTIONS],
    ["Room|MaxPlayers=0", OPTIONS],
    ["Room|MaxPlayers=65", OPTIONS],
    ["Room|MaxPlayers=1e9", OPTIONS],
    ["Room|MaxPlayers=1.5", OPTIONS],
    ["Room|MaxPlayers=", OPTIONS],
    ["Room|MaxPlayers=99999999999999999999", OPTIONS],
    ["Room|MinPlayers=8", OPTIONS],
    ["Room|", OPTIONS],
    ["Room|MaxPlayers=8|MaxPlayers=9", OPTIONS],
    ["|MaxPlayers=8", "Invalid channel name: it is empty"],
    ["  |MaxPlayers=8", "Invalid channel name: it is empty"],
  ] as const) {
    dave.says(say.join(name));
    await dave.hears(failure("JoinChannel", reason, { name }));
  }
  expect(relay.channels.size).toBe(0);
  await dave.joins("Room");
  expect(relay.channels.named("Room")?.limit).toBeUndefined();
});

scene("the limit stays when the file has been loaded again", async ({ stage, edit }) => {
  const [dave, ann] = [await stage.enter("Dave"), await stage.enter("Ann")];
  await dave.joins("Den|MaxPlayers=1");
  await edit((text) => `${text}\n`);
  ann.says(say.join("Den"));
  await ann.hears(failure("JoinChannel", "Channel is full: it holds 1 clients", { name: "Den" }));
});
