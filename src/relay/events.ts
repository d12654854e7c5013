import type { Channel, Client } from "./api.ts";

/** What the relay tells after the fact, when every client was told already. */
export interface RelayEvents {
  loginAccepted(client: Client, name: string): void;
  nameChanged(client: Client, name: string): void;
  channelAdded(channel: Channel): void;
  channelJoined(client: Client, channel: Channel): void;
  channelLeft(client: Client, channel: Channel): void;
  channelRemoved(channel: Channel): void;
  channelListSent(client: Client): void;
  /** Something was done with a client that has left, or with a channel that is closed; `what` says it. */
  missed(what: string): void;
}
