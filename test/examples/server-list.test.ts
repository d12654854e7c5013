import { expect } from "bun:test";
import { fromServer } from "../support/answers.ts";
import type { Player } from "../support/player.ts";
import { say } from "../support/wire.ts";
import { replaced, staged } from "./staged.ts";

const scene = staged("server-list");

const ANNOUNCE = 0;
const LIST = { subchannel: 1 };
const address = "127.0.0.1";
const arena = { name: "Dave's arena", port: 6122, players: 3 };

/** Announces a game server, and tells what the answer is. */
async function announces(player: Player, announced: unknown): Promise<unknown> {
  player.says(say.toServer(JSON.stringify(announced)));
  const heard = await player.next();
  expect(heard).toMatchObject({ type: "BinaryServerMessage", subchannel: ANNOUNCE, variant: 0 });
  return JSON.parse("data" in heard ? heard.data : "");
}

async function lists(player: Player, list: readonly object[]): Promise<void> {
  player.says(say.toServer("", LIST));
  await player.hears(fromServer(JSON.stringify(list), LIST));
}

/** Connects, without a name: game servers need none, and neither do players who only look. */
async function connected(stage: { open(): Promise<Player> }): Promise<Player> {
  const player = await stage.open();
  await player.connects();
  return player;
}

scene("a game server is listed from its announcement until it disconnects", async ({ stage }) => {
  const [server, player] = [await connected(stage), await connected(stage)];
  await lists(player, []);
  const listed = { name: arena.name, address, port: 6122, players: 3 };
  expect(await announces(server, { ...arena, address: "192.0.2.1", more: "than that" })).toEqual(listed);
  await lists(player, [listed]);
  expect(await announces(server, { ...arena, players: 4 })).toEqual({ ...listed, players: 4 });
  await lists(player, [{ ...listed, players: 4 }]);
  server.finishes();
  await server.closed();
  await lists(player, []);
});

scene("who asks by an Object message is answered by one", async ({ stage }) => {
  const server = await connected(stage);
  server.says(
    say.toServer(JSON.stringify(arena), { object: true }),
    say.toServer("[]", { ...LIST, object: true }),
  );
  const listed = JSON.stringify({ name: arena.name, address, port: 6122, players: 3 });
  await server.hears(
    fromServer(listed, { object: true }),
    fromServer(`[${listed}]`, { ...LIST, object: true }),
  );
});

scene("what is no announcement is denied, and leaves the one before", async ({ stage }) => {
  const server = await connected(stage);
  await announces(server, arena);
  for (const [announced, error] of [
    [null, "name: allowed are 1 to 60 characters"],
    [[], "name: allowed are 1 to 60 characters"],
    [{ ...arena, name: " " }, "name: allowed are 1 to 60 characters"],
    [{ ...arena, name: "x".repeat(61) }, "name: allowed are 1 to 60 characters"],
    [{ ...arena, name: "two\nlines" }, "name: allowed are 1 to 60 characters"],
    [{ ...arena, name: { toString: 1 } }, "name: allowed are 1 to 60 characters"],
    [{ ...arena, port: 0 }, "port: allowed is 1 to 65535"],
    [{ ...arena, port: "6122" }, "port: allowed is 1 to 65535"],
    [{ ...arena, port: 65_536 }, "port: allowed is 1 to 65535"],
    [{ ...arena, players: -1 }, "players: allowed is 0 to 65535"],
    [{ ...arena, players: 1.5 }, "players: allowed is 0 to 65535"],
    [{ ...arena, players: 1e9 }, "players: allowed is 0 to 65535"],
  ] as const)
    expect(await announces(server, announced)).toEqual({ error });
  server.says(say.toServer("no JSON"));
  await server.hears(fromServer('{"error":"name: allowed are 1 to 60 characters"}'));
  await lists(server, [{ name: arena.name, address, port: 6122, players: 3 }]);
});

scene("one address has no more than 8 game servers", async ({ stage }) => {
  const servers = [];
  for (let i = 0; i < 9; i++) servers.push(await connected(stage));
  for (const server of servers.slice(0, 8)) expect(await announces(server, arena)).toHaveProperty("address");
  const [first, last] = [servers[0], servers[8]] as [Player, Player];
  expect(await announces(last, arena)).toEqual({ error: "there are enough of your address" });
  expect(await announces(first, { ...arena, players: 5 })).toHaveProperty("players", 5);
  first.finishes();
  await first.closed();
  expect(await announces(last, arena)).toHaveProperty("address");
});

const short = staged("server-list", (text) => replaced(text, "MOST = 500", "MOST = 1"));

short("a full list takes nobody more", async ({ stage }) => {
  const [first, second] = [await connected(stage), await connected(stage)];
  expect(await announces(first, arena)).toHaveProperty("address");
  expect(await announces(second, arena)).toEqual({ error: "the list is full" });
});

scene("who is listed still is when the file has been loaded again", async ({ stage, edit }) => {
  const [server, player] = [await connected(stage), await connected(stage)];
  await announces(server, arena);
  await edit((text) => replaced(text, "LIST = 1", "LIST = 2"));
  player.says(say.toServer("", { subchannel: 2 }));
  const listed = JSON.stringify([{ name: arena.name, address, port: 6122, players: 3 }]);
  await player.hears(fromServer(listed, { subchannel: 2 }));
});
