import { PeerFlag } from "../protocol/constants.ts";
import type { PeerEntry } from "../protocol/messages.ts";
import type { Name } from "./names.ts";

/** What a membership must know of its two sides. */
interface Peer {
  readonly id: number;
  readonly identity: Name | undefined;
}
interface Company {
  readonly master: Peer | undefined;
}

/** A client in a channel: the entry of it that peers are told (section 5.1). */
export class Membership<Client extends Peer, Channel extends Company> implements PeerEntry {
  readonly client: Client;
  readonly channel: Channel;
  /** Where in the channel's members it stands. */
  index: number;
  /** The channel's joins are numbered: the lowest has been there for longest. */
  readonly since: number;

  constructor(client: Client, channel: Channel, index: number, since: number) {
    this.client = client;
    this.channel = channel;
    this.index = index;
    this.since = since;
  }

  get peer(): number {
    return this.client.id;
  }

  get flags(): number {
    return this.channel.master === this.client ? PeerFlag.ChannelMaster : 0;
  }

  get name(): Uint8Array {
    return this.client.identity?.bytes ?? new Uint8Array(0);
  }
}
