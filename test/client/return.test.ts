import { describe, expect, test } from "bun:test";
import { Relay } from "../../src/index.ts";
import { Meeting } from "./meeting.ts";

const reconnect = { first: 10, most: 40 };

test("when the server is back, so is the client, with its name and channels, and the same Channel objects", async () => {
  await using meeting = await Meeting.begin();
  const { port } = meeting.relay;
  const { client, ear } = await meeting.enter("Ada", { reconnect });
  const channel = await client.join("Room", { hidden: true });
  await ear.next("joined");
  await meeting.relay.stop();
  expect(await ear.next("disconnected")).toMatchObject({ retryIn: expect.any(Number) });
  expect([client.phase === "connected", channel.joined, client.name]).toEqual([false, false, ""]);

  await using later = new Meeting(
    await Relay.listen({ host: "127.0.0.1", port, websocket: { port: 0 }, logger: () => {} }),
  );
  while (!(await ear.next("connected")).again);
  expect(await ear.next("joined")).toEqual({ channel, again: true });
  expect([client.name, channel.joined, channel.isMaster]).toEqual(["Ada", true, true]);
  const bob = await later.enter("Bob");
  expect(await bob.client.listChannels()).toEqual([]); // hidden, as it was
  await bob.client.join("Room");
  channel.send("back");
  expect((await bob.ear.next("channelMessage")).message.text).toBe("back");
});

test("a name that the former self still has is asked for again", async () => {
  await using meeting = await Meeting.begin({ names: { unique: "server" } });
  const ada = await meeting.enter("Ada");
  const { client, ear } = meeting.guest({ name: "Ada", reconnect });
  client.start();
  expect(await ear.next("denied")).toEqual({ request: "SetName", name: "Ada", reason: "Name already taken" });
  ada.client.close();
  await ear.next("nameChanged");
  expect(client.name).toBe("Ada");
});

describe("a former channel that is left while it is asked for again", () => {
  /** Ada has just left it, and the server has not ruled on her coming back. */
  async function leaving() {
    const asked = Promise.withResolvers<void>();
    const granted = Promise.withResolvers<void>();
    let joins = 0;
    const acceptChannelJoin = async () => {
      joins++;
      if (joins !== 2) return;
      asked.resolve();
      await granted.promise;
    };
    const meeting = await Meeting.begin({ hooks: { acceptChannelJoin } });
    const { client, ear } = await meeting.enter("Ada", { reconnect: { first: 10, most: 10 } });
    const channel = await client.join("Room");
    await ear.next("joined");
    // Without a reason: who is given one waits for some seconds.
    meeting.relay.clients.named("Ada")?.disconnect();
    await asked.promise;
    await channel.leave();
    expect(await ear.next("left")).toEqual({ channel, asked: true });
    return { meeting, client, ear, channel, grant: () => granted.resolve() };
  }

  test("is left on the server too", async () => {
    const { meeting, client, ear, channel, grant } = await leaving();
    await using _ = meeting;
    grant();
    await client.ping();
    await client.ping();
    expect([client.channels.size, channel.joined, ear.names.includes("joined")]).toEqual([0, false, false]);
    expect([...meeting.relay.channels]).toEqual([]);
    // Asked for anew it is another matter.
    expect((await client.join("Room")).joined).toBe(true);
  });

  test("is joined where the program has asked for it again by then", async () => {
    const { meeting, client, grant } = await leaving();
    await using _ = meeting;
    const joining = client.join("Room");
    grant();
    const channel = await joining;
    await client.ping();
    expect([channel.joined, [...client.channels.values()]]).toEqual([true, [channel]]);
  });
});

test("a client that was started tries until there is a server, ever more slowly", async () => {
  await using elsewhere = await Meeting.begin();
  const { port } = elsewhere.relay;
  await elsewhere.relay.stop();
  const { client, ear } = elsewhere.guest({ reconnect });
  client.start();
  const delays = [];
  for (let i = 0; i < 4; i++) delays.push((await ear.next("disconnected")).retryIn ?? 0);
  for (const [i, middle] of [10, 20, 40, 40].entries()) {
    expect(delays[i]).toBeWithin(middle * 0.79, middle * 1.21 + 1);
  }
  await using _ = await Relay.listen({ host: "127.0.0.1", port, websocket: { port: 0 }, logger: () => {} });
  expect(await ear.next("connected")).toMatchObject({ again: false });
});

test("without reconnect a lost connection is the end", async () => {
  await using meeting = await Meeting.begin();
  const { client, ear } = await meeting.enter("Ada", { reconnect: false });
  meeting.relay.clients.named("Ada")?.disconnect("Go away");
  expect(await ear.next("disconnected")).toEqual({ reason: "Go away", retryIn: undefined });
  expect(client.phase).toBe("closed");
});

test("a server that has gone silent is asked, and given up", async () => {
  // It accepts the connection, grants whatever is asked for, and then says nothing any more.
  let heard = "";
  using silent = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      data(socket, chunk) {
        if (heard === "") socket.write(Buffer.from("\x00\x04\x00\x01\x07\x00", "latin1"));
        heard += chunk.toString("latin1");
      },
    },
  });
  await using meeting = await Meeting.begin();
  const { client, ear } = meeting.guest({ silence: 60, reconnect: false }, `127.0.0.1:${silent.port}`);
  await client.open();
  expect(client.id).toBe(7);
  expect(await ear.next("disconnected")).toEqual({ reason: "the server is silent", retryIn: undefined });
  expect(heard).toEndWith("\x00\x01\x04"); // a ChannelList request
});
