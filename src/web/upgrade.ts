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

/** The pages of which sites may connect. */
export interface Admitted {
  /** Origins as browsers write them; with none of them, the pages of all may. */
  readonly origins: readonly string[];
  /** Whether those of this server may, wherever they say that it is. */
  readonly own: boolean;
}

/**
 * The answer that makes a WebSocket of the connection: RFC 6455, section 4.2. Throws an HttpError where it is not granted.
 */
export function upgradeAnswer({ method, headers }: RequestHead, admitted: Admitted): string {
  const isUpgrade = list(headers.get("connection")).some((each) => each.toLowerCase() === "upgrade");
  const key = headers.get("sec-websocket-key") ?? "";
  if (method !== "GET" || !isUpgrade || !KEY.test(key))
    throw new HttpError(400, "this asks for a WebSocket, but not as RFC 6455 says");
  if (headers.get("sec-websocket-version") !== "13")
    throw new HttpError(426, "version 13 of WebSocket is spoken here", { "sec-websocket-version": "13" });
  if (!isAdmitted(headers, admitted))
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

function isAdmitted(headers: Headers, { origins, own }: Admitted): boolean {
  const origin = headers.get("origin")?.toLowerCase();
  if (origin === undefined || origins.length === 0 || origins.includes(origin)) return true;
  // What decrypts before the server may have made http of https: the scheme is not compared, and a usual port is left out.
  const [scheme = ""] = /^https?:/.exec(origin) ?? [];
  return own && scheme !== "" && URL.parse(`${scheme}//${headers.get("host") ?? ""}`)?.origin === origin;
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
