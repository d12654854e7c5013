import { expect } from "bun:test";
import { peer } from "../support/answers.ts";
import type { Heard } from "../support/wire.ts";
import { say } from "../support/wire.ts";
import { replaced, staged } from "./staged.ts";

const scene = staged("bot");

/** What the bot says in its channel, the first that there is. */
const said = (data: string | RegExp, subchannel = 0): Heard =>
  ({
    type: "BinaryServerChannelMessage",
    subchannel,
    variant: 0,
    channel: 1,
    data: typeof data === "string" ? data : expect.stringMatching(data),
  }) as Heard;

const welcome = (name: string) => said(`Welcome to the Lobby, ${name}. Try !roll`);

scene("the Lobby is there, and who joins it is welcomed alone", async ({ stage }) => {
  const [ann, bob] = [await stage.enter("Ann"), await stage.enter("Bob")];
  expect(await ann.lists()).toEqual({ Lobby: 0 });
  await ann.joins("lobby");
  await ann.hears(welcome("Ann"));
  await bob.joins("Lobby");
  await bob.hears(welcome("Bob"));
  await ann.hears(peer(1, bob.id, "Bob"));
  await ann.nothingMore();
  const other = await ann.joins("Elsewhere");
  ann.says(say.toChannel(other, "!who"));
  await ann.nothingMore();
});

scene("a question is answered to all, after it was relayed", async ({ stage }) => {
  const [ann, bob] = [await stage.enter("Ann"), await stage.enter("Bob")];
  await ann.joins("Lobby");
  await bob.joins("Lobby");
  await ann.hears(welcome("Ann"), peer(1, bob.id, "Bob"));
  await bob.hears(welcome("Bob"));
  ann.says(say.toChannel(1, "!who"), say.toChannel(1, "!who"), say.toChannel(1, "!roll"));
  await ann.hears(said("Here are Ann, Bob"));
  const asked = (data: string): Heard => ({
    type: "BinaryChannelMessage",
    ...{ subchannel: 0, variant: 0, channel: 1, peer: ann.id, data },
  });
  await bob.hears(asked("!who"), said("Here are Ann, Bob"), asked("!who"), asked("!roll"));
  await ann.nothingMore(); // the bot takes its time between two answers
});

const quick = staged("bot", (text) => replaced(text, "PAUSE = 1000", "PAUSE = 0"));

quick("it rolls dice of 2 to 1000 sides", async ({ stage }) => {
  const ann = await stage.enter("Ann");
  await ann.joins("Lobby");
  await ann.hears(welcome("Ann"));
  for (const [question, answer] of [
    ["!roll", /^Ann rolls [1-6] of 6$/],
    ["!roll 2", /^Ann rolls [12] of 2$/],
    ["!roll 1000", /^Ann rolls \d+ of 1000$/],
    ["!roll 1", "A die has 2 to 1000 sides: !roll 20"],
    ["!roll 1e9", "A die has 2 to 1000 sides: !roll 20"],
    ["!roll -6", "A die has 2 to 1000 sides: !roll 20"],
    ["!roll 1.5", "A die has 2 to 1000 sides: !roll 20"],
    ["!roll dice", "A die has 2 to 1000 sides: !roll 20"],
  ] as const) {
    ann.says(say.toChannel(1, question));
    await ann.hears(said(answer));
  }
  for (const nothing of ["!", "!constructor", "who", " !who"]) ann.says(say.toChannel(1, nothing));
  ann.says(say.toChannel(1, "!who", { subchannel: 1 }));
  await ann.nothingMore();
});

const crowded = staged("bot", (text) => replaced(text, "MOST_NAMES = 20", "MOST_NAMES = 2"));

crowded("it does not say everybody's name where there are many", async ({ stage }) => {
  for (const name of ["Ann", "Bob", "Cid"]) await (await stage.enter(name)).joins("Lobby");
  const dan = await stage.enter("Dan");
  await dan.joins("Lobby");
  await dan.hears(welcome("Dan"));
  dan.says(say.toChannel(1, "!who"));
  await dan.hears(said("Here are Ann, Bob and 2 more"));
});

scene(
  "it stays in its channel, with everybody, when the file is loaded again",
  async ({ stage, edit, relay }) => {
    const ann = await stage.enter("Ann");
    await ann.joins("Lobby");
    await ann.hears(welcome("Ann"));
    await edit((text) => replaced(replaced(text, '"10m"', '"20ms"'), "Ask me", "Do ask me"));
    await ann.hears(said("Do ask me: !who, !roll, !roll 20"));
    expect(relay.channels.size).toBe(1);
  },
);

scene("a Lobby that somebody else made becomes the bot's, and stays", async ({ stage, edit, relay }) => {
  relay.channels.named("Lobby")?.close();
  const ann = await stage.enter("Ann");
  const channel = await ann.joins("lobby", 2);
  await edit((text) => `${text}\n`);
  ann.says(say.leave(channel));
  expect(await ann.next()).toMatchObject({ request: "LeaveChannel", success: true });
  expect(await ann.lists()).toEqual({ lobby: 0 });
});
