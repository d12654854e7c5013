// Many clients in a process of their own, which load.ts starts and tells what to do.
import { channelMessage, LoadClient, request, serverMessage } from "./client.ts";
import type { Order, Report, Saying } from "./orders.ts";

/** So many connect at a time: the listener's queue would turn more of them away. */
const WAVE = 128;

const clients: LoadClient[] = [];

async function enter({ port, count, channel, names }: Extract<Order, { order: "enter" }>): Promise<void> {
  for (let from = 0; from < count; from += WAVE) {
    const length = Math.min(WAVE, count - from);
    const wave = Array.from({ length }, (_, i) => new LoadClient(`${names} ${from + i}`, channel));
    clients.push(...wave);
    await Promise.all(wave.map((client) => client.enter(port)));
  }
}

/** What client number `i` says. */
function saying(what: Saying, client: LoadClient, i: number, channel = ""): Uint8Array {
  switch (what) {
    case "rename":
      return request.setName(`renamed ${i}`);
    case "join":
      return request.join(channel);
    case "leave":
      return request.leave(client.channel);
    case "list":
      return request.list();
    case "channels":
      return Buffer.concat(Array.from({ length: 32 }, (_, each) => request.join(`channel ${i} ${each}`)));
    case "server":
      return serverMessage(Buffer.from(channel));
    case "message":
      return channelMessage(client.channel, Buffer.from(`message of ${i}`));
  }
}

function say({ what, channel }: Extract<Order, { order: "say" }>): void {
  const said = clients.map((client, i) => saying(what, client, i, channel));
  for (const [i, client] of clients.entries()) client.sends(said[i] as Uint8Array);
}

async function flood({ size, rate, seconds }: Extract<Order, { order: "flood" }>): Promise<void> {
  const [flooder] = clients;
  if (flooder === undefined) return;
  const message = channelMessage(flooder.channel, new Uint8Array(size));
  const count = Math.max(1, Math.floor(65_536 / message.length));
  const many = Buffer.concat(Array.from({ length: count }, () => message));
  const begun = performance.now();
  let sent = 0;
  for (let passed = 0; passed < seconds * 1000 && !flooder.closed; passed = performance.now() - begun) {
    if (rate === 0) while (flooder.idle) flooder.sends(many);
    else for (; sent < (passed * rate) / 1000; sent++) flooder.sends(message);
    await Bun.sleep(1);
  }
}

/** What the server sends on of a channel message has an id more. */
const ID = 2;

/** How long what was sent may take to come: milliseconds. */
const PATIENCE = 10_000;

function received(): number {
  return clients.reduce((sum, client) => sum + client.received, 0);
}

async function exchange({ size, window, seconds }: Extract<Order, { order: "exchange" }>) {
  const [sender, ...others] = clients as [LoadClient, ...LoadClient[]];
  const message = channelMessage(sender.channel, new Uint8Array(size));
  const each = (message.length + ID) * others.length;
  const [before, begun] = [received(), performance.now()];
  const came = () => Math.floor((received() - before) / each);
  let messages = 0;
  for (let left = seconds * 1000; left > 0; left = begun + seconds * 1000 - performance.now()) {
    const more = window - (messages - came());
    if (more > 0) sender.sends(Buffer.concat(Array.from({ length: more }, () => message)));
    messages += Math.max(0, more);
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  const late = performance.now() + PATIENCE;
  while (came() < messages && performance.now() < late)
    await new Promise<void>((resolve) => setImmediate(resolve));
  return { messages, lasted: performance.now() - begun };
}

async function carryOut(order: Order): Promise<Report["exchanged"]> {
  if (order.order === "exchange") return await exchange(order);
  if (order.order === "enter") await enter(order);
  else if (order.order === "say") say(order);
  else if (order.order === "flood") await flood(order);
  else if (order.order === "break off") for (const client of clients) client.hangsUp();
  else if (order.order === "stop reading")
    for (const client of clients.slice(-order.count)) client.stopsReading();
  return undefined;
}

function report(exchanged: Report["exchanged"]): Report {
  const each = clients.map((client) => client.received);
  const closed = clients.filter((client) => client.closed).length;
  return { received: received(), each, closed, ...(exchanged && { exchanged }) };
}

process.on("message", async (order: Order) => {
  try {
    process.send?.(report(await carryOut(order)));
  } catch (error) {
    process.send?.({ failed: String(error) });
  }
});
