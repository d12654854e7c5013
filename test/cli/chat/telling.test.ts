import { expect, test } from "bun:test";
import { PLAIN } from "../../../src/cli/chat/paint.ts";
import { Room } from "../../../src/cli/chat/room.ts";
import { Telling } from "../../../src/cli/chat/telling.ts";
import { Client } from "../../../src/client/public.ts";
import { Relay } from "../../../src/index.ts";

test("a connection is lost once; each try after that that fails is none yet", async () => {
  const relay = await Relay.listen({ host: "127.0.0.1", port: 0, logger: () => {} });
  const client = new Client(`127.0.0.1:${relay.port}`, { reconnect: { first: 5, most: 5 } });
  const lines: string[] = [];
  const enough = Promise.withResolvers<void>();
  const show = (line: string) => void (lines.push(line) === 3 && enough.resolve());
  const screen = { paint: PLAIN, interactive: false, show, lines: async () => {}, end: () => {} };
  new Telling(new Room(client), screen).follow();
  await client.open();
  await relay.stop();
  await enough.promise;
  await client.close();
  expect(lines[0]).toStartWith("! the connection is lost: Server is shutting down; trying again in ");
  for (const line of lines.slice(1)) expect(line).toStartWith("! no connection yet: nothing listens there; ");
});
