import type { Heard, Said } from "./wire.ts";

/** How long a player waits for something that must come. */
const PATIENCE = 3000;

interface Item {
  readonly heard: Heard;
  readonly said: Said | undefined;
}

/** What was heard and not yet asked for, in order. */
export class Inbox {
  readonly #items: Item[] = [];
  #diverted: { readonly wanted: (heard: Heard) => boolean; readonly resolve: () => void } | undefined;
  #wake: (() => void) | undefined;
  ended = false;

  get waiting(): readonly Heard[] {
    return this.#items.map((item) => item.heard);
  }

  put(heard: Heard, said?: Said): void {
    if (this.#diverted?.wanted(heard)) {
      this.#diverted.resolve();
      this.#diverted = undefined;
      return;
    }
    this.#items.push({ heard, said });
    this.#wake?.();
  }

  end(): void {
    this.ended = true;
    this.#diverted?.resolve();
    this.#wake?.();
  }

  async next(): Promise<Heard> {
    return (await this.#take()).heard;
  }

  async nextSaid(): Promise<Said> {
    const { said } = await this.#take();
    if (said === undefined) throw new Error("datagrams have no frame");
    return said;
  }

  drain(): Heard[] {
    return this.#items.splice(0).map((item) => item.heard);
  }

  /** Waits for the end of the connection. */
  async over(): Promise<void> {
    while (!this.ended) await this.#woken("the connection to be closed");
  }

  /** Waits for a message that is none of the conversation's and keeps it out of it; the end of the connection does too. */
  divert(wanted: (heard: Heard) => boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.ended) resolve();
    else this.#diverted = { wanted, resolve };
    return withPatience(promise, "an answer");
  }

  async #take(): Promise<Item> {
    for (;;) {
      const item = this.#items.shift();
      if (item !== undefined) return item;
      if (this.ended) throw new Error("the connection is closed and everything that came by it is heard");
      await this.#woken("a message");
    }
  }

  #woken(awaited: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    return withPatience(promise, awaited);
  }
}

async function withPatience(promise: Promise<void>, awaited: string): Promise<void> {
  const patience = Promise.withResolvers<never>();
  const here = new Error(`waited ${PATIENCE} ms for ${awaited}`);
  const timer = setTimeout(() => patience.reject(here), PATIENCE);
  try {
    await Promise.race([promise, patience.promise]);
  } finally {
    clearTimeout(timer);
  }
}
