import { expect } from "bun:test";
import { failure, fromChannel, fromPeer, peer, peerLeft, success } from "../support/answers.ts";
import type { Heard } from "../support/wire.ts";
import { say } from "../support/wire.ts";
import { replaced, staged } from "./staged.ts";

const scene = staged("moderation");

/** Most of these conversations say more than one may in a moment. */
const patient = staged("moderation", (text) => replaced(text, "BURST = 8", "BURST = 50"));

/** What the server says in the channel, the only one that there is. */
const told = (data: string): Heard => ({
  type: "BinaryServerChannelMessage",
  ...{ subchannel: 0, variant: 0, channel: 1, data },
});

const MIND = told("Mind your words: this was not sent");

patient("an unwanted word is not sent, however it is written; its sender is told", async ({ stage }) => {
  const { people } = await stage.room("Lobby", "Ann", "Bob");
  const [ann, bob] = people;
  for (const text of [
    "darn",
    "Darn!",
    "what the heck?",
    "d.a.r.n",
    "D A R N",
    "d\u200ba\u200brn",
    "dárn",
    "d4rn",
    "d-4-r_n it",
    "h3ck!",
    "heck1",
    "dаrn", // a Cyrillic а
    "ｄａｒｎ",
    "d\na\nr\nn",
  ]) {
    ann.says(say.toChannel(1, text));
    await ann.hears(MIND);
    ann.says(say.toPeer(1, bob.id, text));
    await ann.hears(MIND);
  }
  await bob.nothingMore();
});

patient("what only has its letters in it is sent", async ({ stage }) => {
  const { people } = await stage.room("Lobby", "Ann", "Bob");
  const [ann, bob] = people;
  for (const text of ["darning", "checked", "hard nut", "he checks", "", "1234", "нет"]) {
    ann.says(say.toChannel(1, text), say.toPeer(1, bob.id, text));
    await bob.hears(fromChannel(1, ann.id, text), fromPeer(1, ann.id, text));
  }
});

patient("what games send besides texts passes", async ({ stage }) => {
  const { people } = await stage.room("Lobby", "Ann", "Bob");
  const [ann, bob] = people;
  for (const manner of [{ variant: 1 }, { variant: 2 }, { object: true }]) {
    ann.says(say.toChannel(1, "darn", manner), say.toPeer(1, bob.id, "/heck", manner));
    await bob.hears(fromChannel(1, ann.id, "darn", manner), fromPeer(1, ann.id, "/heck", manner));
  }
});

patient("a text that is too long is not sent", async ({ stage }) => {
  const { people } = await stage.room("Lobby", "Ann", "Bob");
  const [ann, bob] = people;
  ann.says(say.toChannel(1, "x".repeat(500)), say.toChannel(1, "x".repeat(501)));
  await bob.hears(fromChannel(1, ann.id, "x".repeat(500)));
  await ann.hears(told("At most 500 characters: this was not sent"));
  await bob.nothingMore();
});

patient("names with unwanted words become others; channels are denied them", async ({ stage }) => {
  const ann = await stage.open();
  await ann.connects();
  ann.says(say.setName("Mr. H3ck"), say.setName("Ann"), say.setName("D.a.r.n"), say.join("Darn club"));
  await ann.hears(
    success("SetName", { name: `Player ${ann.id}` }),
    success("SetName", { name: "Ann" }),
    success("SetName", { name: `Player ${ann.id}` }),
    failure("JoinChannel", "Choose another name", { name: "Darn club" }),
  );
});

scene("who says more than 8 texts at once is held back, and alone", async ({ stage }) => {
  const { people } = await stage.room("Lobby", "Ann", "Bob");
  const [ann, bob] = people;
  const texts = Array.from({ length: 10 }, (_, i) => `text ${i}`);
  ann.says(...texts.map((text) => say.toChannel(1, text)), say.toChannel(1, "a move", { variant: 2 }));
  await bob.hears(...texts.slice(0, 8).map((text) => fromChannel(1, ann.id, text)));
  await bob.hears(fromChannel(1, ann.id, "a move", { variant: 2 }));
  const held = told("Slow down: this was not sent");
  await ann.hears(held, held);
  bob.says(say.toChannel(1, "I am not"));
  await ann.hears(fromChannel(1, bob.id, "I am not"));
});

scene("who goes on regardless must go", async ({ stage }) => {
  const { people } = await stage.room("Lobby", "Ann", "Bob");
  const [ann, bob] = people;
  ann.says(...Array.from({ length: 70 }, () => say.toPeer(1, bob.id, "text")));
  expect((await ann.rest()).at(-1)).toEqual(failure("Connect", "You talk too much"));
  for (let i = 0; i < 8; i++) await bob.hears(fromPeer(1, ann.id, "text"));
  await bob.hears(peerLeft(1, ann.id));
});

patient(
  "a channel's master kicks and renames by what they write, and nobody else does",
  async ({ stage }) => {
    const { people } = await stage.room("Lobby", "Ann", "Bob", "Cid Nil");
    const [ann, bob, cid] = people;
    const elsewhere = await stage.enter("bob");
    await elsewhere.joins("Elsewhere");
    bob.says(say.toChannel(1, "/kick Ann"));
    await bob.hears(told("Only the channel's master can command"));
    for (const [text, answer] of [
      ["/", "There are /kick NAME and /rename NAME"],
      ["/constructor Bob", "There are /kick NAME and /rename NAME"],
      ["/kick", "Nobody else here has this name"],
      ["/kick Ann", "Nobody else here has this name"],
      ["/kick Nobody", "Nobody else here has this name"],
    ] as const) {
      ann.says(say.toChannel(1, text));
      await ann.hears(told(answer));
    }
    ann.says(say.toChannel(1, "/rename cid  nil"));
    await cid.hears(success("SetName", { name: `Player ${cid.id}` }));
    for (const player of [ann, bob]) await player.hears(peer(1, cid.id, `Player ${cid.id}`));
    cid.says(say.setName("Cid Nil"));
    await cid.hears(failure("SetName", "You were given your name", { name: "Cid Nil" }));
    ann.says(say.toChannel(1, "/kick BOB"));
    await bob.hears(success("LeaveChannel", { channel: 1 }));
    for (const player of [ann, cid]) await player.hears(peerLeft(1, bob.id), told("Bob was kicked"));
    bob.says(say.setName("Robert"), say.join("Lobby"), say.join("Another"));
    await bob.hears(
      success("SetName", { name: "Robert" }),
      failure("JoinChannel", "You were kicked", { name: "Lobby" }),
    );
    expect(await bob.next()).toMatchObject({ request: "JoinChannel", name: "Another" });
    for (const player of [ann, bob, cid, elsewhere]) await player.nothingMore();
  },
);

patient("who was kicked by a game stays out, too, also when the file was loaded again", async (staged) => {
  const { stage, edit } = staged;
  const { people } = await stage.room("Lobby", "Ann", "Bob");
  const [ann, bob] = people;
  ann.says(say.kick(1, bob.id));
  await bob.hears(success("LeaveChannel", { channel: 1 }));
  await ann.hears(peerLeft(1, bob.id));
  const denied = failure("JoinChannel", "You were kicked", { name: "Lobby" });
  bob.says(say.join("Lobby"));
  await bob.hears(denied);
  await edit((text) => `${text}\n`);
  bob.says(say.join("Lobby"));
  await bob.hears(denied);
  const cid = await stage.enter("Cid"); // from the same address
  cid.says(say.join("Lobby"));
  await cid.hears(denied);
});

const forgiving = staged("moderation", (text) => replaced(text, "KICKED_FOR = 600_000", "KICKED_FOR = 5"));

forgiving("who was kicked may come back in time", async ({ stage }) => {
  const { people } = await stage.room("Lobby", "Ann", "Bob");
  const [ann, bob] = people;
  ann.says(say.toChannel(1, "/kick Bob"));
  await bob.hears(success("LeaveChannel", { channel: 1 }));
  await stage.pass(10);
  expect(await bob.joins("Lobby")).toBe(1);
});
