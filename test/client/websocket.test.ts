import { expect, test } from "bun:test";
import { PLAY } from "../support/certificates/pairs.ts";
import { type Guest, Meeting } from "./meeting.ts";
import { MuteServer } from "./mute.ts";

test("by WebSocket and by TCP one sees and hears the same", async () => {
  await using meeting = await Meeting.begin();
  const url = `ws://127.0.0.1:${meeting.relay.webSocketPort}/`;
  const web = meeting.guest({ name: "Web" }, url);
  await web.client.open();
  expect([web.client.transport, web.client.blasts]).toEqual(["websocket", true]);
  const tcp = await meeting.enter("Tcp");
  await tcp.ear.next("blasts");
  const webs = await web.client.join("Room");
  const tcps = await tcp.client.join("Room");
  const { peer } = await web.ear.next("peerJoined");
  webs.send("by WebSocket");
  webs.blast(7, 3);
  const heard = [await tcp.ear.next("channelMessage"), await tcp.ear.next("channelMessage")];
  expect(heard.map(({ message }) => [message.value, message.subchannel, message.blasted]).sort()).toEqual(
    [
      ["by WebSocket", 0, false],
      [7, 3, true],
    ].sort(),
  );
  tcps.send({ by: "TCP" });
  expect((await web.ear.next("channelMessage")).message).toMatchObject({
    object: { by: "TCP" },
    blasted: false,
  });
  tcps.blast("by UDP");
  expect((await web.ear.next("channelMessage")).message).toMatchObject({
    text: "by UDP",
    variant: 0,
    blasted: true,
  });
  peer.send("psst");
  expect((await tcp.ear.next("peerMessage")).message.text).toBe("psst");
  expect(await web.client.listChannels()).toEqual([{ name: "Room", peers: 2 }]);
  const seen = [...meeting.relay.clients].map(({ name, transport }) => [name, transport]);
  expect(seen).toEqual([
    ["Web", "websocket"],
    ["Tcp", "tcp"],
  ]);
});

test("a client says by WebSocket what it is built on, and is told why it must go", async () => {
  await using meeting = await Meeting.begin();
  const web = meeting.guest({ name: "Web", reconnect: false }, `ws://127.0.0.1:${meeting.relay.port}/`);
  await web.client.open();
  await web.client.ping();
  const client = meeting.relay.clients.named("Web");
  expect(client?.implementation).toStartWith("Greenwing client ");
  client?.disconnect("Go away");
  expect(await web.ear.next("disconnected")).toEqual({ reason: "Go away", retryIn: undefined });
});

test("where the system tells why there is no WebSocket the client says so, each cause in words of its own", async () => {
  await using meeting = await Meeting.begin({ tls: PLAY });
  using deaf = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("a page") });
  const { port, webSocketPort } = meeting.relay;
  const causes = {
    [`wss://127.0.0.1:${webSocketPort}`]:
      "its certificate is one that it made itself, which nobody here trusts",
    [`ws://127.0.0.1:${webSocketPort}`]: "the connection broke",
    [`wss://127.0.0.1:${port}`]: "the connection broke",
    [`ws://127.0.0.1:${deaf.port}`]: "what answers there grants no WebSocket (HTTP 200)",
    [`wss://127.0.0.1:${deaf.port}`]: "it does not speak TLS",
    "ws://nowhere.invalid": "there is no such host",
  };
  for (const [url, cause] of Object.entries(causes)) {
    const { client } = meeting.guest({ reconnect: false }, url);
    expect(await client.open().catch(({ message }) => message)).toBe(cause);
  }
});

test("where there is no WebSocket the client says so, and comes back when there is", async () => {
  await using meeting = await Meeting.begin();
  const url = `ws://127.0.0.1:${meeting.relay.port}/`;
  await meeting.relay.stop();
  const once = meeting.guest({}, url);
  expect(await once.client.open().catch(({ message }) => message)).toBe("nothing listens there");
  const patient = meeting.guest({ name: "Web", reconnect: { first: 10, most: 40 } }, url);
  patient.client.start();
  await patient.ear.next("disconnected");
  await using later = await Meeting.begin({ port: meeting.relay.port, websocket: { port: 0 } });
  await patient.ear.next("connected");
  await patient.ear.next("nameChanged");
  expect([...later.relay.clients].map(({ name }) => name)).toEqual(["Web"]);
});

test("a WebSocket whose server does not answer the end is over all the same, within a few seconds", async () => {
  using server = new MuteServer(2);
  await using meeting = await Meeting.begin();
  const [closing, waiting] = [{}, { silence: 60 }].map((options) =>
    meeting.guest({ ...options, reconnect: false }, server.url),
  ) as [Guest, Guest];
  await Promise.all([closing.client.open(), waiting.client.open()]);
  expect([closing.client.id, waiting.client.id]).toEqual([7, 7]);
  await Promise.all([closing.client.close(), server.allClosed]);
  expect(await closing.ear.next("disconnected")).toEqual({ reason: "closed", retryIn: undefined });
  expect(await waiting.ear.next("disconnected")).toEqual({
    reason: "the server is silent",
    retryIn: undefined,
  });
  expect([...closing.ear.names, ...waiting.ear.names]).toEqual(["connected", "connected"]);
}, 6000);
