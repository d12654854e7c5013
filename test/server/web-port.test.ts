import { describe, expect, test } from "bun:test";
import { ListenError, Relay } from "../../src/index.ts";
import { WebCaller } from "./web-caller.ts";

const HOST = "127.0.0.1";
const USUAL = 6122;

/** Takes a port, by default any, unless somebody has it already. */
function take(port = 0) {
  try {
    const listener = Bun.listen({ hostname: HOST, port, socket: { data() {} } });
    return { port: listener.port, [Symbol.dispose]: () => listener.stop(true) };
  } catch {
    return { port, [Symbol.dispose]: () => {} };
  }
}

function free(): number {
  using taken = take();
  return taken.port;
}

async function listen(settings: object) {
  const lines: string[] = [];
  const options = {
    host: HOST,
    ...settings,
    logger: (_level: string, line: string) => void lines.push(line),
  };
  return { relay: await Relay.listen(options), lines };
}

describe("websocket.port", () => {
  test("is a free one where server.port is 0, so that servers are not in each other's way", async () => {
    const { relay } = await listen({ port: 0, websocket: { port: USUAL } });
    await using _relay = relay;
    expect([0, USUAL, relay.port]).not.toContain(relay.webSocketPort as number);
  });

  test("that is in use keeps the server from starting, and leaves nothing open", async () => {
    using taken = take();
    const port = free();
    const refused = await listen({ port, websocket: { port: taken.port } }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ListenError);
    expect(refused).toMatchObject({ transport: "WebSocket", port: taken.port, code: "EADDRINUSE" });
    using again = Bun.listen({ hostname: HOST, port, socket: { data() {} } });
    expect(again.port).toBe(port);
  });

  test("6122, which is in use, does not: browsers have the relay port, and a line says so", async () => {
    using _taken = take(USUAL);
    const { relay, lines } = await listen({ port: free(), websocket: { port: USUAL } });
    await using _relay = relay;
    expect(relay.webSocketPort).toBeUndefined();
    expect(lines).toEqual([
      expect.stringContaining(`port 6122 (WebSocket) is in use: browsers use port ${relay.port}`),
    ]);
    await WebCaller.enter(relay.port, "Ann");
  });

  test("6122, which is in use, does where browsers have no other", async () => {
    using _taken = take(USUAL);
    const refused = await listen({ port: free(), tcp: { acceptHttp: false } }).catch(
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({ transport: "WebSocket", port: USUAL, code: "EADDRINUSE" });
  });

  test("may be the relay port itself", async () => {
    const port = free();
    const { relay, lines } = await listen({ port, websocket: { port } });
    await using _relay = relay;
    expect([relay.webSocketPort, lines]).toEqual([undefined, []]);
    await WebCaller.enter(port, "Ann");
  });
});
