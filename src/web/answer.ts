import type { HttpError } from "./http-error.ts";

/** What our own answers say beside their text: they are nobody's to keep or to take for anything else. */
const USUAL = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };

/** What the answers that are made here are called; of others the number says it all. */
const PHRASES: Readonly<Record<number, string>> = {
  200: "OK",
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  426: "Upgrade Required",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
};

/** Headers about how a body travels, which is said here. */
const OF_TRANSFER = ["connection", "content-length", "keep-alive", "transfer-encoding"];

/** The bytes of an answer after which the connection is closed; one to HEAD has no body. */
export async function answerBytes(response: Response, hasBody: boolean): Promise<Uint8Array> {
  const body = await response.bytes();
  const { status } = response;
  const headers = [...response.headers].filter(([name]) => !OF_TRANSFER.includes(name));
  const lines = [
    `HTTP/1.1 ${status} ${response.statusText || (PHRASES[status] ?? "")}`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `content-length: ${body.length}`,
    "connection: close",
  ];
  const head = Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
  return hasBody ? Buffer.concat([head, body]) : head;
}

/** The answer to a request that is not granted. */
export function errorAnswer({ status, message, headers }: HttpError): Response {
  return new Response(`${message}\n`, { status, headers: { ...USUAL, ...headers } });
}
