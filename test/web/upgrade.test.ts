import { describe, expect, test } from "bun:test";
import { HttpError } from "../../src/web/http-error.ts";
import { LONGEST_HEAD, type RequestHead, readHead } from "../../src/web/request.ts";
import { asksForWebSocket, upgradeAnswer } from "../../src/web/upgrade.ts";

const ASKING = {
  host: "example.org",
  upgrade: "websocket",
  connection: "keep-alive, Upgrade",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  "sec-websocket-version": "13",
};

const ANYBODY = { origins: [], own: false };

/** A request for a WebSocket, but for what is given; undefined leaves a header out. */
function asking(given: Record<string, string | undefined> = {}, method = "GET"): RequestHead {
  const headers = Object.entries({ ...ASKING, ...given }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return read([`${method} / HTTP/1.1`, ...headers].join("\r\n").concat("\r\n\r\n")) as RequestHead;
}

const read = (text: string) => readHead(Buffer.from(text, "latin1"));

function statusOf(work: () => unknown): number | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof HttpError) return error.status;
  }
  return undefined;
}

describe("a request for a WebSocket", () => {
  test("is granted as RFC 6455 has it in its example", () => {
    expect(asksForWebSocket(asking())).toBe(true);
    expect(upgradeAnswer(asking(), ANYBODY)).toBe(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n",
    );
  });

  test.each([
    ["bluewing", true],
    ["chat, bluewing", true],
    ["Bluewing", false],
    ["lacewing, chat", false],
  ])("that offers the subprotocols %j: bluewing is selected: %p", (offered, isGranted) => {
    const request = asking({ "sec-websocket-protocol": offered });
    if (isGranted)
      expect(upgradeAnswer(request, ANYBODY)).toContain("\r\nSec-WebSocket-Protocol: bluewing\r\n");
    else expect(statusOf(() => upgradeAnswer(request, ANYBODY))).toBe(400);
  });

  test.each([
    [{ "sec-websocket-key": undefined }, 400],
    [{ "sec-websocket-key": "short" }, 400],
    [{ connection: "close" }, 400],
    [{ "sec-websocket-version": "8" }, 426],
    [{ "sec-websocket-version": undefined }, 426],
  ])("with %j is refused: %d", (given, status) => {
    expect(statusOf(() => upgradeAnswer(asking(given), ANYBODY))).toBe(status);
  });

  test("by POST is refused", () => {
    expect(statusOf(() => upgradeAnswer(asking({}, "POST"), ANYBODY))).toBe(400);
  });
});

describe("websocket.allowedOrigins", () => {
  const origins = ["https://example.org", "http://localhost:8080"];

  test.each([
    ["https://example.org", true],
    ["HTTPS://EXAMPLE.ORG", true],
    ["http://localhost:8080", true],
    [undefined, true],
    ["http://example.org", false],
    ["https://example.org.evil.example", false],
    ["null", false],
  ])("a page of %p may connect: %p", (origin, isGranted) => {
    const status = statusOf(() => upgradeAnswer(asking({ origin }), { origins, own: false }));
    expect(status).toBe(isGranted ? undefined : 403);
  });

  test("with none given, pages of any may", () => {
    const request = asking({ origin: "https://anywhere.example" });
    expect(statusOf(() => upgradeAnswer(request, ANYBODY))).toBeUndefined();
  });

  test.each([
    ["http://play.example:6121", "play.example:6121", true],
    ["https://play.example", "play.example", true],
    ["https://Play.example", "play.example:443", true],
    ["http://[::1]:6121", "[::1]:6121", true],
    ["http://play.example:8080", "play.example:6121", false],
    ["http://play.example", "play.example:6121", false],
    ["http://evil.example", "play.example", false],
    ["null", "null", false],
    ["http://null", undefined, false],
    ["file://play.example", "play.example", false],
  ])(
    "a page of %p that was asked of the server as %p may connect where it gives pages: %p",
    (origin, host, isOwn) => {
      const request = asking({ origin, host });
      const status = (own: boolean) => statusOf(() => upgradeAnswer(request, { origins, own }));
      expect([status(true), status(false)]).toEqual([isOwn ? undefined : 403, 403]);
    },
  );
});

describe("the head of a request", () => {
  test("is whole when its empty line is there; what follows is not part of it", () => {
    const text = "GET /chat?a=1 HTTP/1.1\r\nHost: example.org\r\nX-Empty:\r\n\r\n";
    for (let size = 0; size < text.length; size++) expect(read(text.slice(0, size))).toBeUndefined();
    const head = read(`${text}more`) as RequestHead;
    expect([head.method, head.target, head.size]).toEqual(["GET", "/chat?a=1", text.length]);
    expect([head.headers.get("host"), head.headers.get("x-empty")]).toEqual(["example.org", ""]);
  });

  test.each([
    ["hello\r\n\r\n", 400],
    ["get / HTTP/1.1\r\n\r\n", 400],
    ["GET / HTTP/2\r\n\r\n", 400],
    ["GET / HTTP/1.1\r\nno header\r\n\r\n", 400],
    ["GET / HTTP/1.1\r\nna me: x\r\n\r\n", 400],
    ["GET / HTTP/1.1\r\nHost: a\r\n folded: x\r\n\r\n", 400],
    ["GET / HTTP/1.1\r\na: \0\r\n\r\n", 400],
    [`GET /${"x".repeat(LONGEST_HEAD)}`, 431],
    [`GET / HTTP/1.1\r\na: ${"x".repeat(LONGEST_HEAD)}\r\n\r\n`, 431],
  ])("%j is refused: %d", (text, status) => {
    expect(statusOf(() => read(text))).toBe(status);
  });
});
