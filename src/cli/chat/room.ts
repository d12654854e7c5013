import type { Channel, Client, Peer } from "../../client/public.ts";

/** What a chat is about just now. */
export class Room {
  readonly client: Client;
  /** The channel that is talked to: the one joined last. */
  current: Channel | undefined;
  /** Whether what is no text is shown as well: the moves of games. */
  showsAll = false;

  constructor(client: Client) {
    this.client = client;
  }

  /** A channel that the client is in, by its name in any capitalisation; without a name the current one. */
  channel(name: string): Channel | undefined {
    if (name === "") return this.current;
    return [...this.client.channels.values()].find((channel) => sameName(channel.name, name));
  }

  /** Somebody in one of the channels. */
  peer(name: string): Peer | undefined {
    return this.peers.find((peer) => sameName(peer.name, name));
  }

  /** The others, those of the current channel first. */
  get peers(): Peer[] {
    const { current, client } = this;
    const channels = new Set([...(current?.joined ? [current] : []), ...client.channels.values()]);
    return [...channels].flatMap(({ peers }) => [...peers.values()]);
  }

  /** The client is out of a channel. */
  leave(channel: Channel): void {
    if (this.current === channel) this.current = [...this.client.channels.values()].at(-1);
  }
}

function sameName(a: string, b: string): boolean {
  return a.normalize("NFKC").toLowerCase() === b.normalize("NFKC").toLowerCase();
}
