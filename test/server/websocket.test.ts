import { describe, expect, test } from "bun:test";
import { Relay } from "../../src/index.ts";
import { fromChannel, peer } from "../support/answers.ts";
import { clientFrame, webSocketRequest } from "../support/websocket-wire.ts";
import { bytes, frame, hex, say, toHex } from "../support/wire.ts";
import { Caller } from "./caller.ts";
import { WebCaller } from "./web-caller.ts";

const HOST = "127.0.0.1";
const QUIET = { host: HOST, port: 0, logger: () => {} };

describe("a WebSocket client", () => {
  test("is taken on the port for the web and on the relay port alike", async () => {
    await using relay = await Relay.listen(QUIET);
    const ports = [relay.port, relay.webSocketPort as number];
    expect(new Set(ports).size).toBe(2);
    for (const [i, port] of ports.entries()) await WebCaller.enter(port, `Player ${i}`);
    expect([...relay.clients].map(({ name, transport, address }) => [name, transport, address])).toEqual([
      ["Player 0", "websocket", HOST],
      ["Player 1", "websocket", HOST],
    ]);
  });

  test("is taken with the subprotocol bluewing, without any, and not with others alone", async () => {
    await using relay = await Relay.listen(QUIET);
    const offering = await WebCaller.open(relay.port, "Sec-WebSocket-Protocol: chat, bluewing");
    expect(offering.answer).toEndWith("Sec-WebSocket-Protocol: bluewing");
    const silent = await WebCaller.open(relay.port);
    expect(silent.answer).not.toContain("Sec-WebSocket-Protocol");
    const refused = await WebCaller.asks(relay.port, webSocketRequest("Sec-WebSocket-Protocol: chat"));
    expect(refused).toStartWith("HTTP/1.1 400 Bad Request\r\n");
    expect(refused).toContain("bluewing");
  });

  test("of a page that websocket.allowedOrigins has not is refused", async () => {
    await using relay = await Relay.listen({
      ...QUIET,
      websocket: { allowedOrigins: "https://example.org" },
    });
    expect(await WebCaller.asks(relay.port, webSocketRequest("Origin: https://evil.example"))).toStartWith(
      "HTTP/1.1 403 ",
    );
    await WebCaller.open(relay.port, "Origin: https://example.org");
  });

  test("whose request and messages come byte by byte is the same", async () => {
    await using relay = await Relay.listen(QUIET);
    const caller = await WebCaller.call(relay.port);
    const said = bytes(
      webSocketRequest(),
      clientFrame(hex("00 00 7265766973696f6e2033")),
      clientFrame(hex("00 01 416e6e")),
    );
    for (const byte of said) {
      caller.sends(Uint8Array.of(byte));
      await Bun.sleep(0);
    }
    expect(await caller.next()).toMatchObject({ request: "Connect", success: true });
    expect(await caller.next()).toMatchObject({ request: "SetName", success: true, name: "Ann" });
  });

  test("whose first messages come with the request is the same", async () => {
    await using relay = await Relay.listen(QUIET);
    const caller = await WebCaller.call(relay.port);
    caller.sends(bytes(webSocketRequest(), clientFrame(hex("00 00 7265766973696f6e2033"))));
    expect(await caller.next()).toMatchObject({ request: "Connect", success: true });
  });

  test("gets a Pong for its last Ping, between its messages", async () => {
    await using relay = await Relay.listen(QUIET);
    const ann = await WebCaller.enter(relay.port, "Ann");
    ann.sends(bytes(clientFrame(hex("01"), { opcode: 9 }), clientFrame(hex("02"), { opcode: 9 })));
    await ann.joins("Room");
    expect(ann.pongs.map(toHex)).toEqual(["02"]);
  });

  test("has no UDP: a hello for it is dropped and counted", async () => {
    await using relay = await Relay.listen(QUIET);
    const ann = await WebCaller.enter(relay.port, "Ann");
    const socket = await Bun.udpSocket({ hostname: HOST });
    socket.send(bytes([0x70, ann.id, 0]), relay.port, HOST);
    const bob = await Caller.enter(relay.port, "Bob");
    while (relay.counters.strayDatagrams === 0) {
      bob.says(say.leave(9));
      await bob.next();
    }
    expect([...relay.clients][0]?.name).toBe("Ann");
    [...relay.clients][0]?.blast("by WebSocket");
    expect(await ann.inbox.nextSaid()).toEqual({ head: 0x18, payload: bytes([0], "by WebSocket") });
    socket.close();
  });
});

describe("clients of all transports", () => {
  test("share channels and see each other alike; a blast reaches each by its own way", async () => {
    await using relay = await Relay.listen(QUIET);
    const [tcp, web] = [await Caller.enter(relay.port, "Tcp"), await WebCaller.enter(relay.port, "Web")];
    const channel = await tcp.joins("Room");
    expect(await web.joins("Room")).toBe(channel);
    expect(await tcp.next()).toEqual(peer(channel, web.id, "Web"));
    web.says(say.toChannel(channel, "sent"));
    expect(await tcp.next()).toEqual(fromChannel(channel, web.id, "sent"));
    tcp.says(say.toChannel(channel, "sent"));
    expect(await web.next()).toEqual(fromChannel(channel, tcp.id, "sent"));

    const udp = Promise.withResolvers<string>();
    const welcomed = Promise.withResolvers<void>();
    const socket = await Bun.udpSocket({
      hostname: HOST,
      socket: { data: (_, data) => (data[0] === 0xa0 ? welcomed.resolve() : udp.resolve(toHex(data))) },
    });
    const id = [tcp.id & 0xff, tcp.id >> 8];
    socket.send(bytes([0x70], id), relay.port, HOST);
    await welcomed.promise;
    const blast = { head: 0x2a, payload: say.toChannel(channel, "fast").payload };
    web.says(blast);
    expect(await udp.promise).toBe(toHex(bytes([0x22, 0], [channel, 0, web.id, 0], "fast")));
    socket.send(bytes([0x22], id, say.toChannel(channel, "fast").payload), relay.port, HOST);
    expect(await web.inbox.nextSaid()).toEqual({ head: 0x2a, payload: bytes([0, channel, 0], id, "fast") });
    socket.close();
  });

  test("a variant with bit 3 that a TCP client sends reaches WebSocket peers without: it was not blasted", async () => {
    await using relay = await Relay.listen(QUIET);
    const [tcp, web] = [await Caller.enter(relay.port, "Tcp"), await WebCaller.enter(relay.port, "Web")];
    const channel = await web.joins("Room");
    await tcp.joins("Room");
    await web.next();
    tcp.says(say.toChannel(channel, "hi", { variant: 10 }));
    expect(await web.next()).toEqual(fromChannel(channel, tcp.id, "hi", { variant: 2 }));
  });
});

describe("the limits of one address", () => {
  test("hold for connections of the web as for others, on each port", async () => {
    const limits = { perAddress: 2, exempt: "" };
    await using relay = await Relay.listen({ ...QUIET, limits });
    const web = await WebCaller.enter(relay.webSocketPort as number, "Ann");
    await Caller.enter(relay.port, "Bob");
    const third = await WebCaller.call(relay.webSocketPort as number);
    await third.closed;
    expect(third.answer).toBe("");
    expect(relay.counters.refusedPerAddress).toBe(1);
    web.sends(clientFrame(hex(""), { opcode: 8 }));
    await web.closed;
    await WebCaller.enter(relay.port, "Carol");
  });

  test("a strike is counted for frames that are none", async () => {
    await using relay = await Relay.listen({ ...QUIET, limits: { exempt: "" }, bans: { strikes: 1 } });
    const web = await WebCaller.enter(relay.port, "Ann");
    web.sends(clientFrame(hex("20"), { reserved: 4 }));
    await web.closed;
    expect([...relay.bans].map(({ address }) => address)).toEqual([HOST]);
  });
});

test("with tcp.acceptHttp off the relay port takes the relay protocol alone", async () => {
  await using relay = await Relay.listen({ ...QUIET, tcp: { acceptHttp: false } });
  expect(await WebCaller.asks(relay.port, webSocketRequest())).toBe("");
  await WebCaller.enter(relay.webSocketPort as number, "Ann");
  const bob = await Caller.call(relay.port);
  bob.sends(bytes([0], frame(say.connect())));
  expect(await bob.next()).toMatchObject({ request: "Connect", success: true });
});

test("with websocket.port 0 there is no port for the web alone", async () => {
  await using relay = await Relay.listen({ ...QUIET, websocket: { port: 0 } });
  expect(relay.webSocketPort).toBeUndefined();
  await WebCaller.enter(relay.port, "Ann");
});
