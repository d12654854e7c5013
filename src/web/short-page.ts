/** What a browser is shown that asks for a page where there is none: what this is, and how to connect. */
export function shortPage(host: string, port: number): Response {
  const headers = { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" };
  return new Response(page(escaped(host), port), { headers });
}

function escaped(text: string): string {
  return text.replace(/[^\w.:[\]-]/g, (character) => `&#${character.codePointAt(0)};`);
}

const page = (host: string, port: number) => `<!doctype html>
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
<li>Games in a browser: a WebSocket to <b>${host}</b>, subprotocol <b>bluewing</b>.
</ul>
<p>It runs Greenwing.
</html>
`;
