/** The port of a Lacewing server, TCP and UDP alike: section 1. */
export const DEFAULT_PORT = 6121;

/** Where a server usually takes encrypted TCP connections. */
const SECURE_PORT = 6123;

/** Where a server is, and how it is spoken to. */
export type ServerAddress =
  | { readonly transport: "tcp"; readonly host: string; readonly port: number; readonly secure: boolean }
  | { readonly transport: "websocket"; readonly url: string };

/** What a page's address becomes: a WebSocket server is reached where its page came from. */
const WEBSOCKET_PROTOCOLS: Readonly<Record<string, string>> = {
  "ws:": "ws:",
  "wss:": "wss:",
  "http:": "ws:",
  "https:": "wss:",
};

/**
 * Reads where a server is: `ws://` or `wss://` (or the `http://`, `https://` of a page that the server gave), else
 * `lacewing://HOST:PORT` (encrypted: `lacewings://`) or just `HOST`, `HOST:PORT`, `[::1]:PORT`. Throws a RangeError for anything else.
 */
export function readAddress(text: string | URL): ServerAddress {
  const given = String(text).trim();
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(given) ?? [];
  if (scheme === undefined) return readHost(given, given, false);
  if (!/^lacewings?$/i.test(scheme)) return readUrl(given);
  return readHost(given.slice(scheme.length + 3).replace(/\/$/, ""), given, scheme.length > 8);
}

function readUrl(given: string): ServerAddress {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const protocol = WEBSOCKET_PROTOCOLS[url?.protocol ?? ""];
  if (url === undefined || protocol === undefined) throw unreadable(given);
  url.hash = "";
  // A URL's own protocol can only be set to another of its kind.
  return { transport: "websocket", url: url.href.replace(/^\w+:/, protocol) };
}

function readHost(text: string, given: string, secure: boolean): ServerAddress {
  // Two colons or more outside brackets are an IPv6 address without a port.
  const [, bracketed, plain, bare, digits] =
    /^(?:\[([\da-f:.%\w]+)\]|([^\s:/?#@[\]]+)|([\da-f:.]*:[\da-f:.]*:[\da-f:.%\w]*))(?::(\d{1,5}))?$/i.exec(
      text,
    ) ?? [];
  const host = bracketed ?? plain ?? bare;
  const port = digits === undefined ? usualPort(secure) : Number(digits);
  if (host === undefined || port === 0 || port > 65_535) throw unreadable(given);
  return { transport: "tcp", host, port, secure };
}

function usualPort(secure: boolean): number {
  return secure ? SECURE_PORT : DEFAULT_PORT;
}

function unreadable(given: string): RangeError {
  return new RangeError(
    `${JSON.stringify(given)} is no address of a server: HOST, HOST:PORT, [IPv6]:PORT, lacewing://..., ws://..., wss://...`,
  );
}

/** An address as people write it, without a port where it is the usual one. */
export function shown(address: ServerAddress): string {
  if (address.transport === "websocket") return address.url;
  const host = address.host.includes(":") ? `[${address.host}]` : address.host;
  const port = address.port === usualPort(address.secure) ? "" : `:${address.port}`;
  return `${address.secure ? "lacewings://" : ""}${host}${port}`;
}
