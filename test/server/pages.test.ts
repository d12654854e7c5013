import { describe, expect, test } from "bun:test";
import { Relay } from "../../src/index.ts";
import { Log } from "../../src/log.ts";
import { readSettings } from "../../src/settings/read.ts";
import type { SettingsInput } from "../../src/settings/schema.ts";
import { PLAY } from "../support/certificates/pairs.ts";
import { NO_RATES } from "../support/stage.ts";
import { webSocketRequest } from "../support/websocket-wire.ts";
import { hex, say } from "../support/wire.ts";
import { Caller } from "./caller.ts";
import { WebCaller } from "./web-caller.ts";

const HOST = "127.0.0.1";
const QUIET = { host: HOST, port: 0, logger: () => {} };

describe("a browser that asks for a page", () => {
  test("gets a short one that says what this is and how to connect, on both ports", async () => {
    await using relay = await Relay.listen(QUIET);
    for (const port of [relay.port, relay.webSocketPort]) {
      const response = await fetch(`http://${HOST}:${port}/anything`);
      expect([response.status, response.headers.get("content-type")]).toEqual([
        200,
        "text/html; charset=utf-8",
      ]);
      const page = await response.text();
      for (const told of ["Lacewing", `port <b>${relay.port}</b>`, `<b>ws://${HOST}:${port}</b>`, "bluewing"])
        expect(page).toContain(told);
      expect(page).not.toContain("href");
    }
    expect(relay.counters).toMatchObject({ protocolErrors: 0, handshakeTimeouts: 0 });
  });

  test("cannot put anything into it by its Host header", async () => {
    await using relay = await Relay.listen(QUIET);
    const answer = await WebCaller.asks(relay.port, "GET / HTTP/1.1\r\nHost: <script>\r\n\r\n");
    expect(answer).not.toContain("<script>");
  });

  test.each([
    ["GET / HTTP/1.1\r\nHost a\r\n\r\n", 400],
    ["GET http:// HTTP/1.1\r\nHost: a\r\n\r\n", 400],
    ["POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", 405],
    [`GET / HTTP/1.1\r\nCookie: ${"x".repeat(17_000)}\r\n\r\n`, 431],
    ["hello there\r\n\r\n", 400],
  ])("as it may not is refused: %j", async (request, status) => {
    await using relay = await Relay.listen(QUIET);
    expect(await WebCaller.asks(relay.port, request)).toStartWith(`HTTP/1.1 ${status} `);
  });

  test("by HEAD gets no body", async () => {
    await using relay = await Relay.listen(QUIET);
    const answer = await WebCaller.asks(relay.port, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*content-length: [1-9]\d*\r\n/);
    expect(answer).toEndWith("\r\n\r\n");
  });

  test("who sends its request slowly is let go in time, and is in nobody's way", async () => {
    await using relay = await Relay.listen({ ...QUIET, limits: { handshakeTimeout: "100ms" } });
    const slow = await WebCaller.call(relay.webSocketPort as number);
    slow.sends("GET / HTTP/1.1\r\nHost: a\r\n");
    await slow.closed;
    expect(slow.answer).toBe("");
  });
});

describe("pages of the roof", () => {
  type Answer = (request: Request) => Response | Promise<Response> | undefined;
  async function withPages(pages: Answer, more: SettingsInput = {}) {
    const settings = readSettings({ server: { host: HOST, port: 0 }, limits: NO_RATES, ...more });
    const lines: string[] = [];
    const log = new Log("info", (_level, line) => void lines.push(line));
    const given = { answer: pages, links: ["/chat", "/game"] };
    return { relay: await Relay.start(settings, { log, pages: given }), lines };
  }

  test("are asked first, and may take their time", async () => {
    const { relay } = await withPages((request) => {
      const { pathname, search } = new URL(request.url);
      if (pathname !== "/chat") return undefined;
      const headers = { "content-type": "text/plain", "transfer-encoding": "chunked" };
      return Bun.sleep(0).then(
        () => new Response(`${request.method}${search} ${request.headers.get("x-a")}`, { headers }),
      );
    });
    await using _relay = relay;
    const response = await fetch(`http://${HOST}:${relay.port}/chat?a=1`, { headers: { "x-a": "b" } });
    expect([response.status, await response.text()]).toEqual([200, "GET?a=1 b"]);
    expect(await (await fetch(`http://${HOST}:${relay.port}/`)).text()).toContain("Lacewing");
  });

  test("are led to from the short page", async () => {
    const { relay } = await withPages(() => undefined);
    await using _relay = relay;
    const page = await (await fetch(`http://${HOST}:${relay.port}/`)).text();
    expect(page.match(/href="[^"]*"/g)).toEqual(['href="/chat"', 'href="/game"']);
  });

  test("by https are asked for at https addresses, on both encrypted ports, and the short page says wss there", async () => {
    const asked: string[] = [];
    const { relay } = await withPages(({ url }) => void asked.push(url), { tls: PLAY });
    await using _relay = relay;
    const urls = [
      `http://${HOST}:${relay.port}/`,
      `https://${HOST}:${relay.tlsPort}/`,
      `https://${HOST}:${relay.webSocketPort}/`,
    ];
    for (const url of urls) {
      const page = await (await fetch(url, { tls: { rejectUnauthorized: false } })).text();
      expect(page).toContain(`<b>${url.replace("http", "ws").slice(0, -1)}</b>`);
    }
    expect(asked).toEqual(urls);
  });

  test("may connect to where they came from, whatever websocket.allowedOrigins says; others may not", async () => {
    const websocket = { allowedOrigins: "https://example.org" };
    const { relay } = await withPages(() => undefined, { websocket });
    await using _relay = relay;
    const request = (origin: string) =>
      webSocketRequest(`Origin: ${origin}`).replace("Host: 127.0.0.1", `Host: ${HOST}:${relay.port}`);
    const own = await WebCaller.call(relay.port);
    own.sends(request(`http://${HOST}:${relay.port}`));
    own.says(say.connect());
    expect(await own.next()).toMatchObject({ request: "Connect", success: true });
    expect(await WebCaller.asks(relay.port, request(`http://${HOST}:1`))).toStartWith("HTTP/1.1 403 ");
    await using library = await Relay.listen({ ...QUIET, websocket });
    expect(await WebCaller.asks(library.port, request(`http://${HOST}:${relay.port}`))).toStartWith(
      "HTTP/1.1 403 ",
    );
  });

  test("of megabytes arrive whole", async () => {
    const { relay } = await withPages(() => new Response("x".repeat(10_000_000)));
    await using _relay = relay;
    expect(await (await fetch(`http://${HOST}:${relay.port}/`)).text()).toHaveLength(10_000_000);
  });

  test("that fail are logged, and nobody else is harmed", async () => {
    const { relay, lines } = await withPages(() => Promise.reject(new Error("no such file")));
    await using _relay = relay;
    expect((await fetch(`http://${HOST}:${relay.port}/`)).status).toBe(500);
    expect(lines.join("\n")).toContain("a page failed: Error: no such file");
    await Caller.enter(relay.port, "Ann");
  });
});

describe("Flash that asks for a policy", () => {
  const REQUEST = hex("3c706f6c6963792d66696c652d726571756573742f3e00");

  test("gets one for the relay port, there and on flash.port", async () => {
    const free = Bun.listen({ hostname: HOST, port: 0, socket: { data() {} } });
    const { port } = free;
    free.stop(true);
    await using relay = await Relay.listen({ ...QUIET, flash: { port } });
    for (const each of [relay.port, port]) {
      const flash = await WebCaller.call(each);
      for (const byte of REQUEST) flash.sends(Uint8Array.of(byte));
      await flash.closed;
      expect(flash.answer).toStartWith('<?xml version="1.0"?>');
      expect(flash.answer).toEndWith(
        `<allow-access-from domain="*" to-ports="${relay.port}"/></cross-domain-policy>\0`,
      );
    }
  });

  test("as it may not gets none", async () => {
    await using relay = await Relay.listen(QUIET);
    expect(await WebCaller.asks(relay.port, "<policy-file-request>\r\n\r\n")).toStartWith("HTTP/1.1 400 ");
  });
});
