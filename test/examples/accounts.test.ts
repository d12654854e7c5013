import { expect } from "bun:test";
import { failure, fromServer, success } from "../support/answers.ts";
import type { Player } from "../support/player.ts";
import { say } from "../support/wire.ts";
import { replaced, staged } from "./staged.ts";

/** Hashing as it is: at least a tenth of a second each. */
const slowly = staged("accounts");

/** Hashing that takes no time, for conversations in which that does not matter. */
const scene = staged("accounts", (text) =>
  replaced(text, "hash(password)", 'hash(password, { algorithm: "argon2id", memoryCost: 8, timeCost: 1 })'),
);

const two = staged("accounts", (text) => replaced(text, "AT_ONCE = 16", "AT_ONCE = 2"));

const registers = (password: string) => say.toServer(password, { subchannel: 1 });
const logsIn = (password: string) => say.toServer(password, { subchannel: 2 });

/** Sends a password and asks for a name, which is granted. */
async function becomes(player: Player, name: string, password: ReturnType<typeof logsIn>): Promise<void> {
  player.says(password, say.setName(name));
  await player.hears(success("SetName", { name }));
}

/** Sends a password and asks for a name, which is denied. */
async function fails(player: Player, name: string, password: ReturnType<typeof logsIn>, reason: string) {
  player.says(password, say.setName(name));
  await player.hears(failure("SetName", reason, { name }));
}

scene("a name is had by whoever registered it, and by nobody else", async ({ stage }) => {
  const ada = await stage.open();
  await ada.connects();
  ada.says(say.setName("Ada"));
  await ada.hears(failure("SetName", "Send your password first", { name: "Ada" }));
  await fails(ada, "Ada", logsIn("correct horse"), "No such account");
  await becomes(ada, "Ada", registers("correct horse"));
  ada.finishes();
  await ada.closed();

  const eve = await stage.open();
  await eve.connects();
  await fails(eve, "Ada", registers("incorrect horse"), "Name already registered");
  await fails(eve, "Ada", logsIn("incorrect horse"), "Wrong password");
  eve.says(say.setName("Ada"));
  await eve.hears(failure("SetName", "Send your password first", { name: "Ada" }));
  await becomes(eve, "Eve", registers("another horse"));
  await fails(eve, "Ada", logsIn("another horse"), "Wrong password");
  await becomes(eve, "Ada", logsIn("correct horse"));
});

scene("names that are the same are one account, however they are written", async ({ stage }) => {
  const ada = await stage.open();
  await ada.connects();
  await becomes(ada, "Ada", registers("correct horse"));
  for (const name of ["ADA", "Áda", "A\u200bda", "\uff21da"]) {
    ada.says(say.setName(name));
    await ada.hears(success("SetName", { name }));
    const eve = await stage.open();
    await eve.connects();
    await fails(eve, name, registers("incorrect horse"), "Name already registered");
    await fails(eve, name, logsIn("incorrect horse"), "Wrong password");
  }
  ada.says(say.setName("Adam"));
  await ada.hears(failure("SetName", "Send your password first", { name: "Adam" }));
});

slowly("of two who register a name at once, one gets it", async ({ stage, relay }) => {
  const both = [await stage.open(), await stage.open()] as const;
  for (const player of both) await player.connects();
  for (const player of both) player.says(registers("correct horse"), say.setName("Ada"));
  const answers = await Promise.all(both.map((player) => player.next()));
  expect(answers).toContainEqual(success("SetName", { name: "Ada" }));
  expect(answers).toContainEqual(failure("SetName", "Name already registered", { name: "Ada" }));
  expect([...relay.clients].filter(({ name }) => name === "Ada")).toHaveLength(1);
});

slowly("nothing is registered for who leaves before the password is hashed", async ({ stage, relay }) => {
  const [eve, ada] = [await stage.open(), await stage.open()];
  await eve.connects();
  await ada.connects();
  eve.says(registers("incorrect horse"), say.setName("Ada"));
  eve.finishes();
  await eve.closed();
  expect(relay.clients.size).toBe(1);
  await becomes(ada, "Ada", registers("correct horse"));
});

scene("who logs in takes the place of who was logged in", async ({ stage }) => {
  const [old, fresh] = [await stage.open(), await stage.open()];
  await old.connects();
  await fresh.connects();
  await becomes(old, "Ada", registers("correct horse"));
  const channel = await old.joins("Lobby");
  await becomes(fresh, "ada", logsIn("correct horse"));
  await old.hears(failure("Connect", "Logged in elsewhere"));
  await old.closed();
  expect(await fresh.joins("Lobby")).not.toBe(channel);
  const freshest = await stage.open();
  await freshest.connects();
  await becomes(freshest, "Bob", registers("another horse"));
  await becomes(freshest, "Ada", logsIn("correct horse"));
  await fresh.hears(failure("Connect", "Logged in elsewhere"));
});

scene("a password is good for one try, and is neither short nor endless", async ({ stage }) => {
  const ada = await stage.open();
  await ada.connects();
  for (const password of ["", "1234567", "x".repeat(101), "x".repeat(100_000)]) {
    ada.says(registers("correct horse"), registers(password), say.setName("Ada"));
    await ada.hears(
      fromServer("A password has 8 to 100 characters", { subchannel: 1 }),
      failure("SetName", "Send your password first", { name: "Ada" }),
    );
  }
  await becomes(ada, "Ada", registers("x".repeat(100)));
});

scene(
  "who guesses passwords is told to wait after 20 tries, whatever their connections",
  async ({ stage }) => {
    const ada = await stage.open();
    await ada.connects();
    await becomes(ada, "Ada", registers("correct horse"));
    const eves = [await stage.open(), await stage.open()] as const;
    for (const eve of eves) await eve.connects();
    // "No such account" needs no hashing, and is a try all the same.
    for (let guess = 0; guess < 19; guess++)
      await fails(eves[guess % 2] as Player, "Ida", logsIn(`password ${guess}`), "No such account");
    for (const eve of eves) await fails(eve, "Ada", logsIn("correct horse"), "Too many tries: wait a minute");
  },
);

two("where enough are logging in at once, others are told to try again", async ({ stage }) => {
  const players = [await stage.open(), await stage.open(), await stage.open()];
  for (const player of players) await player.connects();
  for (const player of players) player.says(registers("correct horse"), say.setName(`Player ${player.id}`));
  const answers = await Promise.all(players.map((player) => player.next()));
  const denied = answers.filter((answer) => "reason" in answer);
  expect(denied).toMatchObject([{ reason: "Too many are logging in just now: try again" }]);
});

slowly(
  "accounts and those who are logged in survive that the file is loaded again",
  async ({ stage, edit }) => {
    const [ada, bob] = [await stage.open(), await stage.open()];
    await ada.connects();
    await bob.connects();
    await becomes(ada, "Ada", registers("correct horse"));
    bob.says(registers("another horse"), say.setName("Bob"));
    await ada.catchUp(); // Bob's password is being hashed by now
    await edit((text) => replaced(text, "No such account", "Who would that be?"));
    await bob.hears(success("SetName", { name: "Bob" }));
    ada.says(say.setName("ADA"));
    await ada.hears(success("SetName", { name: "ADA" }));
    await fails(ada, "Ida", logsIn("correct horse"), "Who would that be?");
    await becomes(ada, "Bob", logsIn("another horse"));
  },
);
