import { expect } from "bun:test";
import { peer, peerLeft, success } from "../support/answers.ts";
import type { Player } from "../support/player.ts";
import type { Heard } from "../support/wire.ts";
import { say } from "../support/wire.ts";
import { staged } from "./staged.ts";

const scene = staged("reselect-master");

const ping: Heard = { type: "Ping" };

const news = (channel: number, data: string): Heard => ({
  type: "BinaryServerChannelMessage",
  subchannel: 0,
  variant: 0,
  channel,
  data,
});

/** Joins a channel, and answers the Ping that follows or leaves it unanswered. */
async function joins(player: Player, name: string, answers = true, flags = 0): Promise<number> {
  const channel = await player.joins(name, flags);
  await player.hears(ping);
  if (answers) player.says(say.pong());
  await player.catchUp();
  return channel;
}

scene("a channel whose master leaves gets whoever is fastest, and all are told", async ({ stage, relay }) => {
  const [ann, bob, cid] = [await stage.enter("Ann"), await stage.enter("Bob"), await stage.enter("Cid")];
  const others = [await stage.enter("Dan"), await stage.enter("Eve")];
  const channel = await joins(ann, "Arena");
  await joins(bob, "Arena", false);
  await joins(cid, "Arena");
  for (const other of others) await joins(other, "Arena", false);
  for (const player of stage.players) player.unheard();

  ann.says(say.leave(channel));
  await ann.hears(success("LeaveChannel", { channel }));
  const [left, cidReigns] = [peerLeft(channel, ann.id), news(channel, "Cid is the channel master now")];
  await cid.hears(left, cidReigns);
  for (const player of [bob, ...others]) await player.hears(left, peer(channel, cid.id, "Cid", 1), cidReigns);

  for (const other of others) {
    other.finishes();
    await bob.hears(peerLeft(channel, other.id));
  }
  cid.finishes();
  await bob.hears(peerLeft(channel, cid.id), news(channel, "Bob is the channel master now"));
  for (const player of [ann, bob]) await player.nothingMore();
  bob.says(say.leave(channel));
  await bob.hears(success("LeaveChannel", { channel }));
  await bob.catchUp();
  expect(relay.channels.size).toBe(0);
});

scene("somebody else who leaves changes nothing", async ({ stage }) => {
  const [ann, bob, cid] = [await stage.enter("Ann"), await stage.enter("Bob"), await stage.enter("Cid")];
  const channel = await joins(ann, "Arena");
  await joins(bob, "Arena");
  await joins(cid, "Arena");
  await ann.hears(peer(channel, bob.id, "Bob"), peer(channel, cid.id, "Cid"));
  await bob.hears(peer(channel, cid.id, "Cid"));
  bob.says(say.leave(channel));
  await bob.hears(success("LeaveChannel", { channel }));
  for (const player of [ann, cid]) await player.hears(peerLeft(channel, bob.id));
  for (const player of [ann, bob, cid]) await player.nothingMore();
});

scene("a channel that closes with its master has no other", async ({ stage }) => {
  const [ann, bob] = [await stage.enter("Ann"), await stage.enter("Bob")];
  const channel = await joins(ann, "Arena", true, 2);
  await joins(bob, "Arena");
  await ann.hears(peer(channel, bob.id, "Bob"));
  ann.says(say.leave(channel));
  for (const player of [ann, bob]) {
    await player.hears(success("LeaveChannel", { channel }));
    await player.nothingMore();
  }
});

scene("one who has answered is not pinged again", async ({ stage }) => {
  const ann = await stage.enter("Ann");
  await joins(ann, "Arena");
  await ann.joins("Lobby");
  await ann.nothingMore();
});
