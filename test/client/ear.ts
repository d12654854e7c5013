import type { Client, ClientEvents } from "../../src/client/public.ts";

/** How long is waited for what must come, in milliseconds. */
const PATIENCE = 3000;

const EVENTS = [
  "connected",
  "disconnected",
  "blasts",
  "denied",
  "nameChanged",
  "joined",
  "left",
  "peerJoined",
  "peerLeft",
  "peerNameChanged",
  "masterChanged",
  "serverMessage",
  "channelMessage",
  "peerMessage",
  "serverChannelMessage",
  "misread",
] as const satisfies (keyof ClientEvents)[];

interface Item {
  readonly name: keyof ClientEvents;
  readonly event: unknown;
}

/** Hears everything that a client is told, from the beginning. */
export class Ear {
  #items: Item[] = [];
  #wake = () => {};

  constructor(client: Client) {
    for (const name of EVENTS) {
      client.on(name, (event) => {
        this.#items.push({ name, event });
        this.#wake();
      });
    }
  }

  /** The next event of this name that was not asked for yet; others are left for who asks for them. */
  async next<Name extends keyof ClientEvents>(name: Name): Promise<ClientEvents[Name]> {
    const late = Promise.withResolvers<never>();
    const here = new Error(`waited ${PATIENCE} ms for ${name}; heard ${this.names.join(", ") || "nothing"}`);
    const timer = setTimeout(() => late.reject(here), PATIENCE);
    try {
      for (;;) {
        const index = this.#items.findIndex((item) => item.name === name);
        const [item] = index < 0 ? [] : this.#items.splice(index, 1);
        if (item !== undefined) return item.event as ClientEvents[Name];
        const woken = new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        await Promise.race([woken, late.promise]);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  /** The names of the events that were not asked for yet. */
  get names(): string[] {
    return this.#items.map(({ name }) => name);
  }
}
