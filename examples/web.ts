/**
 * A server in a program of one's own, beside a web application: a page shows who is there and lets one say something in
 * the Lobby. The hooks are those of bot.ts, which keeps that channel open.
 *
 *     bun examples/web.ts [GAME_PORT [WEB_PORT]]
 *
 * Both are reached from this machine only: whoever sees the page may speak for the server.
 */
import { Relay } from "greenwing";
import bot from "./bot.ts";

const [gamePort = 6121, webPort = 8080] = process.argv.slice(2).map(Number);

/** The longest text that the page lets one say, in characters. */
const LONGEST = 200;

const relay = await Relay.listen({ host: "127.0.0.1", port: gamePort, hooks: bot });

/** Names come from strangers: they are shown as text, never as HTML. */
function page(): string {
  const items = [...relay.clients].map(({ name, channels }) => {
    const where = channels.map((channel) => channel.name).join(", ") || "nowhere";
    return `<li>${Bun.escapeHTML(name || "somebody without a name")} in ${Bun.escapeHTML(where)}</li>`;
  });
  return `<!doctype html>
<title>Who is there</title>
<h1>${relay.clients.size} connected</h1>
<ul>${items.join("")}</ul>
<form method="post" action="/say">
  <input name="text" maxlength="${LONGEST}" required autofocus> <button>Say it in the Lobby</button>
</form>`;
}

/** Says something in the Lobby, and shows the page again. */
async function say(request: Request): Promise<Response> {
  // Other pages that are open in the same browser must not speak for the server.
  const ours = [`http://127.0.0.1:${web.port}`, `http://localhost:${web.port}`];
  if (!ours.includes(request.headers.get("origin") ?? ""))
    return new Response("not from here", { status: 403 });
  const form = await request.formData().catch(() => undefined);
  const text = form?.get("text");
  if (typeof text !== "string" || text.trim() === "" || text.length > LONGEST)
    return new Response(`allowed are 1 to ${LONGEST} characters`, { status: 400 });
  relay.channels.named("Lobby")?.sendMessage(`From the web: ${text}`);
  return Response.redirect("/", 303);
}

const web = Bun.serve({
  hostname: "127.0.0.1",
  port: webPort,
  maxRequestBodySize: 4096,
  routes: {
    "/": () => new Response(page(), { headers: { "content-type": "text/html; charset=utf-8" } }),
    "/say": { POST: say },
  },
});

console.log(`games connect to 127.0.0.1, port ${relay.port}; the page is ${web.url}`);

for (const signal of ["SIGINT", "SIGTERM"])
  process.once(signal, () => Promise.all([relay.stop(), web.stop(true)]));
