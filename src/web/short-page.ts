/** How a browser has come that asks for a page, and what else there is for it. */
export interface Visit {
  /** The server as the browser's address names it, with the port. */
  readonly host: string;
  /** Whether it came by https. */
  readonly encrypted: boolean;
  /** Where players connect by TCP. */
  readonly port: number;
  /** The paths of pages that there are. */
  readonly links: readonly string[];
}

/** What a browser is shown that asks for a page where there is none: what this is, how to connect, and which there are. */
export function shortPage(visit: Visit): Response {
  const headers = { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" };
  return new Response(page(visit), { headers });
}

function escaped(text: string): string {
  return text.replace(/[^\w.:[\]-]/g, (character) => `&#${character.codePointAt(0)};`);
}

function linked(paths: readonly string[]): string {
  if (paths.length === 0) return "";
  return `<p>Try it here: ${paths.map((path) => `<a href="${path}">${path}</a>`).join(" or ")}.\n`;
}

const page = ({ host, encrypted, port, links }: Visit) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>A Lacewing Relay server</title>
<style>body { font: 1.1em/1.5 system-ui, sans-serif; max-width: 36em; margin: 3em auto; padding: 0 1em }</style>
<h1>A Lacewing Relay server</h1>
<p>Games and chat programs made with a Lacewing or Bluewing client connect to it.
<ul>
<li>Games on a computer or phone: this host, port <b>${port}</b>.
<li>Games in a browser: <b>${encrypted ? "wss" : "ws"}://${escaped(host)}</b>, subprotocol <b>bluewing</b>.
</ul>
${linked(links)}<p>It runs Greenwing.
</html>
`;
