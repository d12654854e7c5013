import { describe, expect, test } from "bun:test";
import { type Client, deny, type Message, Relay } from "../../src/index.ts";
import { failure, fromServer } from "../support/answers.ts";
import { NO_RATES } from "../support/stage.ts";
import { clientFrame, messageOf } from "../support/websocket-wire.ts";
import { bytes, hex, say } from "../support/wire.ts";
import { WebCaller } from "./web-caller.ts";

const HOST = "127.0.0.1";
const QUIET = { host: HOST, port: 0, logger: () => {} };

describe("a WebSocket is closed", () => {
  async function left(work: (relay: Relay, web: WebCaller, client: Client) => unknown, settings = {}) {
    await using relay = await Relay.listen({ ...QUIET, ...settings });
    const web = await WebCaller.enter(relay.port, "Ann");
    await work(relay, web, [...relay.clients][0] as Client);
    const heard = await web.rest();
    return { heard, ...web.close };
  }

  test("with 1000 when the client closes, and with the client's own code", async () => {
    const lost: string[] = [];
    const hooks = { connectionLost: (_: Client, reason: string) => void lost.push(reason) };
    const close = (payload: string) => (_: Relay, web: WebCaller) =>
      web.sends(clientFrame(hex(payload), { opcode: 8 }));
    expect(await left(close(""), { hooks })).toMatchObject({ heard: [], code: 1000 });
    expect(await left(close("0fa1"), { hooks })).toMatchObject({ heard: [], code: 4001 });
    await left((_, web) => web.finishes(), { hooks });
    expect(lost).toEqual(["the client left", "the client left", "the client left"]);
  });

  test("with all that the client said before it closed done, however much that was", async () => {
    const heard: string[] = [];
    const texts = Array.from({ length: 3000 }, (_, i) => `${i}`);
    const hooks = { messageReceived: (_: Client, message: Message) => void heard.push(message.text) };
    const work = (_: Relay, web: WebCaller) => {
      web.says(...texts.map((text) => say.toServer(text)));
      web.sends(clientFrame(hex(""), { opcode: 8 }));
    };
    expect(await left(work, { hooks, limits: NO_RATES })).toMatchObject({ heard: [], code: 1000 });
    expect(heard).toEqual(texts);
  });

  test("with 1001 when the server stops, and the client is told before", async () => {
    expect(await left((relay) => relay.stop())).toEqual({
      heard: [failure("Connect", "Server is shutting down")],
      code: 1001,
      reason: "Server is shutting down",
    });
  });

  test("with 1003 where the Connect is not accepted, or what comes is no message of the protocol", async () => {
    await using relay = await Relay.listen({ ...QUIET, hooks: { acceptConnection: () => deny("Not you") } });
    const web = await WebCaller.open(relay.port);
    web.says(say.connect());
    expect(await web.rest()).toEqual([failure("Connect", "Not you")]);
    expect(web.close).toEqual({ code: 1003, reason: "Not you" });
    expect(await left((_, ann) => ann.sends(clientFrame(hex("f0"))))).toMatchObject({
      heard: [],
      code: 1003,
    });
    expect(await left((_, ann) => ann.says(say.hello()))).toMatchObject({ heard: [], code: 1003 });
  });

  test("with 1008 when the owner disconnects the client, after what was sent to it", async () => {
    const work = (_relay: Relay, _web: WebCaller, client: Client) => {
      client.sendMessage("last words");
      client.disconnect("Go away");
    };
    expect(await left(work)).toEqual({
      heard: [fromServer("last words"), failure("Connect", "Go away")],
      code: 1008,
      reason: "Go away",
    });
  });

  test("with 1008 when it sends too much, and limits.overRate says so", async () => {
    const limits = { messageRate: 1, messageBurst: 3, overRate: "disconnect" };
    const flood = (_: Relay, web: WebCaller) => web.says(say.pong(), say.pong(), say.pong());
    expect(await left(flood, { limits })).toMatchObject({ code: 1008 });
  });

  test("with 1008 for a flood of Pings", async () => {
    const pings = bytes(...Array.from({ length: 1000 }, () => clientFrame(hex(""), { opcode: 9 })));
    expect(await left((_, web) => web.sends(pings))).toMatchObject({ heard: [], code: 1008 });
  });

  test("with 1009 for a message above limits.maxMessageSize, where that is less than websocket.maxMessageSize", async () => {
    const big = say.toServer("x".repeat(1000));
    expect(await left((_, web) => web.says(big), { limits: { maxMessageSize: 1000 } })).toMatchObject({
      code: 1009,
    });
  });

  test.each([
    { limit: 1000, own: 0, most: 1001 },
    { limit: 1000, own: "64KiB", most: 1001 },
    { limit: "64KiB", own: 1000, most: 1000 },
    { limit: 0, own: 1000, most: 1000 },
  ])(
    "with 1009 before any of a message too large is kept, by the less of both limits: %p",
    async ({ limit, own, most }) => {
      const settings = { limits: { maxMessageSize: limit }, websocket: { maxMessageSize: own } };
      // Head, subchannel and text.
      const whole = messageOf(say.toServer("x".repeat(most - 2)));
      const taken = await left(async (_, web) => {
        web.sends(clientFrame(whole.subarray(0, 900), { isLast: false }));
        web.sends(clientFrame(whole.subarray(900), { opcode: 0 }));
        await web.joins("Room");
        web.sends(clientFrame(hex(""), { opcode: 8 }));
      }, settings);
      expect(taken).toMatchObject({ code: 1000 });
      // Of the second fragment only the header comes, which says that the message would be one byte too large.
      const header = clientFrame(new Uint8Array(most + 1 - 900), { opcode: 0 }).subarray(0, 6);
      const refused = await left(
        (_, web) => web.sends(bytes(clientFrame(whole.subarray(0, 900), { isLast: false }), header)),
        settings,
      );
      expect(refused).toMatchObject({ heard: [], code: 1009 });
    },
  );

  test("with 1003 where no Connect comes in time, counted from when the connection came", async () => {
    await using relay = await Relay.listen({ ...QUIET, limits: { handshakeTimeout: "100ms" } });
    const [silent, asking, open] = [
      await WebCaller.call(relay.port),
      await WebCaller.call(relay.port),
      await WebCaller.open(relay.port),
    ];
    asking.sends("GET / HT");
    expect(await open.rest()).toEqual([failure("Connect", "Connection timed out")]);
    expect(open.close?.code).toBe(1003);
    await Promise.all([silent.closed, asking.closed]);
    expect([silent.answer, asking.answer]).toEqual(["", ""]);
    expect(relay.counters.handshakeTimeouts).toBe(3);
  });
});
