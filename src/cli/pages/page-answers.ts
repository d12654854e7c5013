import { FILES, type FindFile, pageFiles } from "./page-files.ts";
import { PAGES } from "./page-names.ts";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
};

/** The pages run what is theirs, connect to where they came from, and are nobody's frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src data:",
  // Not all browsers take 'self' for a WebSocket's address.
  "connect-src 'self' ws: wss:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Answers a browser that asks for one of the example pages, or what belongs to it; undefined for all else. */
export function examplePages(find: FindFile = pageFiles()) {
  return (request: Request): Promise<Response> | undefined => {
    const name = fileOf(new URL(request.url).pathname);
    return name === undefined ? undefined : answer(name, find);
  };
}

function fileOf(path: string): string | undefined {
  const page = PAGES[path.replace(/(?<=.)\/$/, "")];
  if (page !== undefined) return page;
  const name = path.startsWith(FILES) ? path.slice(FILES.length) : "";
  // No way leads out of the folder.
  return /^[\w-]+\.\w+$/.test(name) ? name : undefined;
}

async function answer(name: string, find: FindFile): Promise<Response> {
  const type = TYPES[name.split(".").at(-1) ?? ""];
  const bytes = type === undefined ? undefined : await find(name);
  if (type === undefined || bytes === undefined)
    return new Response("there is no such page\n", { status: 404 });
  // The names of all but the pages themselves change with what is in them.
  const isPage = name.endsWith(".html");
  return new Response(bytes, {
    headers: {
      "content-type": type,
      "cache-control": isPage ? "no-cache" : "max-age=31536000, immutable",
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    },
  });
}
