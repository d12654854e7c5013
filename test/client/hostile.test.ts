import { expect, test } from "bun:test";
import { withSeed } from "../support/dice.ts";
import { Meeting } from "./meeting.ts";

/** A server that lets a client in and says `frames`, and then pings; gives what it hears. */
function serving(frames: Uint8Array) {
  const { promise: ponged, resolve } = Promise.withResolvers<void>();
  const server = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      data(socket, chunk) {
        const welcome = Uint8Array.of(0x00, 4, 0, 1, 7, 0);
        if (chunk[0] === 0) socket.write(Buffer.concat([welcome, frames, Uint8Array.of(0xb0, 0)]));
        if (chunk.includes(0x90)) resolve();
      },
    },
  });
  return { server, ponged };
}

test("whatever a server says, the client passes over what it cannot read, and answers the Ping after it", async () => {
  await withSeed(async (dice) => {
    const frames = Array.from({ length: 2000 }, () => {
      const payload = dice.bytes(dice.throw(24));
      // Small numbers are ids, lengths and flags that could be meant.
      const likely = payload.map((byte) => (dice.throw(3) === 0 ? byte : byte % 4));
      // A Connect failure would end it: that is another story.
      if (likely[0] === 0) likely[0] = 2;
      return Buffer.concat([Uint8Array.of(dice.throw(256), likely.length), likely]);
    });
    const { server, ponged } = serving(Buffer.concat(frames));
    await using meeting = await Meeting.begin();
    const { client, ear } = meeting.guest({ reconnect: false }, `127.0.0.1:${server.port}`);
    await client.open();
    await ponged;
    expect(ear.names).toContain("misread");
    expect(client.phase).toBe("connected");
    server.stop(true);
  });
});

test("a frame that is larger than any ends the connection before it is taken in", async () => {
  const { server } = serving(Uint8Array.of(0x10, 255, 0, 0, 0, 0x7f));
  await using meeting = await Meeting.begin();
  const { client, ear } = meeting.guest({ reconnect: false }, `127.0.0.1:${server.port}`);
  await client.open();
  expect((await ear.next("disconnected")).reason).toStartWith("too large");
  server.stop(true);
});

test("a client is opened once, and starting it again changes nothing", async () => {
  await using meeting = await Meeting.begin();
  const { client, ear } = await meeting.enter("Ada");
  expect(await client.open().catch(({ message }) => message)).toBe("this client is connected already");
  client.start();
  await client.join("Room");
  expect([client.phase, ear.names.includes("disconnected")]).toEqual(["connected", false]);
});
