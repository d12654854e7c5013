import { HttpError } from "./http-error.ts";
import type { RequestHead } from "./request.ts";

/** The subprotocol of Lacewing clients: protocol.md, section 7. */
export const SUBPROTOCOL = "bluewing";

/** What the key of a request is joined with before it is hashed: RFC 6455, section 1.3. */
const ACCEPT_SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** 16 bytes in base64. */
const KEY = /^[A-Za-z0-9+/]{22}==$/;

/** Whether a request asks for a WebSocket. */
export function asksForWebSocket({ headers }: RequestHead): boolean {
  return list(headers.get("upgrade")).some((each) => each.toLowerCase() === "websocket");
}

/**
 * The answer that makes a WebSocket of the connection: RFC 6455, section 4.2. The pages of which origins may connect is
 * given as browsers write them; with none of them, those of all may. Throws an HttpError where it is not granted.
 */
export function upgradeAnswer({ method, headers }: RequestHead, origins: readonly string[]): string {
  const isUpgrade = list(headers.get("connection")).some((each) => each.toLowerCase() === "upgrade");
  const key = headers.get("sec-websocket-key") ?? "";
  if (method !== "GET" || !isUpgrade || !KEY.test(key))
    throw new HttpError(400, "this asks for a WebSocket, but not as RFC 6455 says");
  if (headers.get("sec-websocket-version") !== "13")
    throw new HttpError(426, "version 13 of WebSocket is spoken here", { "sec-websocket-version": "13" });
  const origin = headers.get("origin");
  if (origin !== null && origins.length > 0 && !origins.includes(origin.toLowerCase()))
    throw new HttpError(403, "pages of this origin may not connect (websocket.allowedOrigins)");
  const offered = list(headers.get("sec-websocket-protocol"));
  if (offered.length > 0 && !offered.includes(SUBPROTOCOL))
    throw new HttpError(400, `the subprotocol that is spoken here is ${SUBPROTOCOL}`);
  const lines = [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Accept: ${acceptOf(key)}`,
    ...(offered.length > 0 ? [`Sec-WebSocket-Protocol: ${SUBPROTOCOL}`] : []),
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

function acceptOf(key: string): string {
  return new Bun.CryptoHasher("sha1").update(`${key}${ACCEPT_SALT}`).digest("base64");
}

/** A header's list: what stands between commas. */
function list(value: string | null): string[] {
  return (value ?? "")
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");
}
