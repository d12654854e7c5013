/** How one gets in, the same on both pages: a form for name and channel, and a line that says how the connection is. */
import { type Channel, Client } from "greenwing/client";

/** The element of this id. Throws where the page has none of this kind. */
export function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${kind.name} with id "${id}"`);
}

/** A client of the server that the page came from, by ws:// or, where the page is encrypted, by wss://. */
export function clientOfThisPage(): Client {
  const client = new Client(new URL("/", location.href), { reconnect: { most: 10_000 } });
  const status = element("status", HTMLElement);
  const show = (text: string) => {
    status.dataset.phase = client.phase;
    status.textContent = text;
  };
  client.on("connected", () => show("connected"));
  client.on("disconnected", ({ reason, retryIn = 0 }) =>
    show(`${reason}; trying again in ${Math.ceil(retryIn / 1000)} s`),
  );
  show("connecting");
  client.start();
  return client;
}

/** Has people give their name and a channel; calls `entered` each time they have got in. */
export function openDoor(client: Client, entered: (channel: Channel) => void): void {
  const form = element("enter", HTMLFormElement);
  const name = element("name", HTMLInputElement);
  const room = element("room", HTMLInputElement);
  const problem = element("problem", HTMLElement);
  name.value = localStorage.getItem("name") ?? "";
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      // Some are quicker than the network.
      await connected(client);
      if (name.value !== client.name) await client.setName(name.value);
      const channel = await client.join(room.value);
      localStorage.setItem("name", name.value);
      problem.textContent = "";
      form.hidden = true;
      entered(channel);
    } catch (error) {
      problem.textContent = error instanceof Error ? error.message : String(error);
    }
  });
  client.on("left", () => {
    // A channel can be left for another.
    form.hidden = client.channels.size > 0;
  });
}

function connected(client: Client): Promise<void> {
  return new Promise((resolve) => {
    if (client.phase === "connected") return resolve();
    const off = client.on("connected", () => {
      off();
      resolve();
    });
  });
}

/** A colour for a name: always the same hue, in degrees. */
export function hueOf(name: string): number {
  let hue = 7;
  for (const character of name) hue = (hue * 31 + (character.codePointAt(0) ?? 0)) % 360;
  return hue;
}

/** A name as an element. Names come from strangers: they are text, never HTML. */
export function nameElement(name: string): HTMLElement {
  const span = document.createElement("span");
  span.className = "name";
  span.textContent = name;
  span.style.setProperty("--hue", String(hueOf(name)));
  return span;
}
