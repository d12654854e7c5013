import { expect, test } from "bun:test";
import { DenialError, DisconnectedError } from "../../src/client/public.ts";
import { Meeting } from "./meeting.ts";

test("two clients meet in a channel, talk to all and to one, and part", async () => {
  await using meeting = await Meeting.begin({ welcome: "Hello there" });
  const ada = await meeting.enter("Ada");
  expect(await ada.ear.next("connected")).toEqual({ id: 1, welcome: "Hello there", again: false });
  expect([ada.client.name, ada.client.id, ada.client.transport]).toEqual(["Ada", 1, "tcp"]);
  const lobby = await ada.client.join("Lobby");
  expect([lobby.name, lobby.isMaster, lobby.peers.size, lobby.joined]).toEqual(["Lobby", true, 0, true]);

  const bob = await meeting.enter("Bob");
  const bobs = await bob.client.join("lobby");
  expect([bobs.name, bobs.isMaster]).toEqual(["Lobby", false]);
  expect([...bobs.peers.values()].map(({ id, name, isMaster }) => [id, name, isMaster])).toEqual([
    [1, "Ada", true],
  ]);
  const { peer } = await ada.ear.next("peerJoined");
  expect([peer.name, peer.channel]).toEqual(["Bob", lobby]);

  expect(bobs.send("Hi, all", 7)).toBe(true);
  const heard = await ada.ear.next("channelMessage");
  expect(heard.peer).toBe(peer);
  expect([heard.message.text, heard.message.subchannel, heard.message.blasted]).toEqual([
    "Hi, all",
    7,
    false,
  ]);
  peer.send({ only: "you" });
  const told = await bob.ear.next("peerMessage");
  expect([told.peer.name, told.message.object, told.message.isObject]).toEqual([
    "Ada",
    { only: "you" },
    true,
  ]);

  expect(await bob.client.setName("Bobby")).toBe("Bobby");
  expect(await ada.ear.next("peerNameChanged")).toMatchObject({ before: "Bob" });
  expect(peer.name).toBe("Bobby");
  await bobs.leave();
  expect((await ada.ear.next("peerLeft")).peer).toBe(peer);
  expect([bobs.joined, bobs.send("gone"), lobby.peers.size]).toEqual([false, false, 0]);
  expect(await bob.ear.next("left")).toMatchObject({ channel: bobs, asked: true });
});

test("texts, numbers, bytes and objects arrive as what they were", async () => {
  await using meeting = await Meeting.begin();
  const [ada, bob] = [await meeting.enter("Ada"), await meeting.enter("Bob")];
  const channel = await ada.client.join("Room");
  await bob.client.join("Room");
  const large = "x".repeat(100_000);
  const values = ["Text", "", -5, Uint8Array.of(1, 2, 3), { a: [1, "two", null] }, large];
  for (const value of values) channel.send(value);
  for (const value of values) expect((await bob.ear.next("channelMessage")).message.value).toEqual(value);
  expect(() => channel.send("text", 256)).toThrow(RangeError);
});

test("a blast goes by UDP once that is answered, and nowhere or by TCP before", async () => {
  await using meeting = await Meeting.begin();
  const [ada, bob] = [await meeting.enter("Ada"), await meeting.enter("Bob")];
  const channel = await ada.client.join("Room");
  await bob.client.join("Room");
  for (const { ear } of [ada, bob]) expect(await ear.next("blasts")).toEqual({ ready: true });
  expect(channel.blast(42, 3)).toBe(true);
  const { message, peer } = await bob.ear.next("channelMessage");
  expect([message.number, message.subchannel, message.blasted, peer.name]).toEqual([42, 3, true, "Ada"]);
  peer.blast("psst");
  expect((await ada.ear.next("peerMessage")).message).toMatchObject({ blasted: true, text: "psst" });
  expect(bob.client.blasts).toBe(true);
});

test("where the server has no UDP a blast goes nowhere, unless it may go by TCP", async () => {
  await using meeting = await Meeting.begin({ udp: { enabled: false } });
  const ada = await meeting.enter("Ada");
  const bob = await meeting.enter("Bob", { udpFallback: "tcp" });
  const [adas, bobs] = [await ada.client.join("Room"), await bob.client.join("Room")];
  expect(adas.blast("lost")).toBe(false);
  expect(bobs.blast("sent")).toBe(true);
  expect((await ada.ear.next("channelMessage")).message).toMatchObject({ text: "sent", blasted: false });
});

test("what the server denies is a DenialError with its words, and the connection stays", async () => {
  const hooks = { acceptLogin: (_: unknown, name: string) => name !== "Eve" };
  await using meeting = await Meeting.begin({ hooks });
  const { client } = meeting.guest();
  await client.open();
  const denied = await client.join("Room").catch((error) => error);
  expect(denied).toBeInstanceOf(DenialError);
  expect([denied.request, denied.reason]).toEqual(["JoinChannel", "Name not set"]);
  expect(await client.setName("Eve").catch(({ request }) => request)).toBe("SetName");
  expect(await client.setName("Eva")).toBe("Eva");
  expect(client.phase).toBe("connected");
});

test("a server that refuses the connection, and one that is not there, reject with the reason", async () => {
  await using meeting = await Meeting.begin({ hooks: { acceptConnection: () => false } });
  const refused = meeting.guest();
  const error = await refused.client.open().catch((error) => error);
  expect(error).toBeInstanceOf(DenialError);
  expect(error.reason).toBe("Connection refused by server");
  expect(refused.client.phase).toBe("closed");

  using free = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const { port } = free;
  free.stop(true);
  const nobody = meeting.guest({}, `127.0.0.1:${port}`);
  expect(await nobody.client.open().catch(({ message }) => message)).toBe("nothing listens there");
});

test("a server that takes the connection and says nothing is given up", async () => {
  await using meeting = await Meeting.begin();
  using silent = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const { client } = meeting.guest({ timeout: 50 }, `127.0.0.1:${silent.port}`);
  expect(await client.open().catch(({ message }) => message)).toBe("there was no answer within 0.05 s");
});

test("a kick, a closed channel and another name come unasked", async () => {
  await using meeting = await Meeting.begin();
  const [ada, bob] = [await meeting.enter("Ada"), await meeting.enter("Bob")];
  const room = await ada.client.join("Room", { autoClose: true });
  await bob.client.join("Room");
  const { peer } = await ada.ear.next("peerJoined");
  room.kick(peer);
  expect(await bob.ear.next("left")).toMatchObject({ asked: false });
  await bob.client.join("Room");
  await room.leave();
  expect(await bob.ear.next("left")).toMatchObject({ asked: false });
  expect(bob.client.channels.size).toBe(0);
  [...meeting.relay.clients].find(({ name }) => name === "Bob")?.setName("Robert");
  await bob.ear.next("nameChanged"); // its own
  expect(await bob.ear.next("nameChanged")).toEqual({ name: "Robert", before: "Bob" });
});

test("the server speaks to a client and to a channel, even in the same breath as it accepts", async () => {
  await using meeting = await Meeting.begin({
    hooks: {
      connectionAccepted: (client) => client.sendMessage("at once", 4),
      channelJoined: (client, channel) => client.sendMessage("welcome", 5, { channel }),
      messageReceived: (client, { bytes }) => client.sendMessage(bytes, 9),
    },
  });
  const ada = await meeting.enter("Ada");
  expect((await ada.ear.next("serverMessage")).message).toMatchObject({ text: "at once", subchannel: 4 });
  const channel = await ada.client.join("Room");
  expect(await ada.ear.next("serverChannelMessage")).toMatchObject({ channel, message: { text: "welcome" } });
  ada.client.send("echo");
  expect((await ada.ear.next("serverMessage")).message.text).toBe("echo");
});

test("the channel list, and how long an answer takes", async () => {
  await using meeting = await Meeting.begin();
  const { client } = await meeting.enter("Ada");
  await client.join("Hidden", { hidden: true });
  await client.join("Room");
  expect(await client.listChannels()).toEqual([{ name: "Room", peers: 1 }]);
  expect(await client.ping()).toBeWithin(0, 3000);
  const off = await Meeting.begin({ channels: { listing: "deny" } });
  const other = await off.enter("Ada");
  expect(await other.client.ping()).toBeWithin(0, 3000);
  await off[Symbol.asyncDispose]();
});

test("a closed client says so once, and asking more of it rejects", async () => {
  await using meeting = await Meeting.begin();
  const { client, ear } = await meeting.enter("Ada");
  const asked = client.listChannels().catch((error) => error);
  client.close();
  client.close();
  expect(await ear.next("disconnected")).toEqual({ reason: "closed", retryIn: undefined });
  expect(ear.names).not.toContain("disconnected");
  expect(await asked).toBeInstanceOf(DisconnectedError);
  expect(await client.join("Room").catch((error) => error)).toBeInstanceOf(DisconnectedError);
  expect([client.send("x"), client.blast("x"), client.id]).toEqual([false, false, undefined]);
});

test("a listener that was taken off hears nothing any more", async () => {
  await using meeting = await Meeting.begin({
    hooks: { messageReceived: (client) => client.sendMessage("x") },
  });
  const { client, ear } = await meeting.enter("Ada");
  let calls = 0;
  const off = client.on("serverMessage", () => calls++);
  client.send("");
  await ear.next("serverMessage");
  off();
  client.send("");
  await ear.next("serverMessage");
  expect(calls).toBe(1);
});
