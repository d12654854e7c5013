import type { JoinOptions, ListedChannel } from "./api.ts";
import type { MakeFanout } from "./fanout.ts";
import type { Listing } from "./listing.ts";

/** What an owner can have done to a client. */
export interface ClientActs<Client, Channel> {
  setName(client: Client, name: string): string | undefined;
  joinChannel(client: Client, name: string, options: JoinOptions): string | undefined;
  leave(client: Client, channel: Channel): void;
  sendList(client: Client, channels?: Iterable<ListedChannel>): void;
  /** The owner did something, `what`, with a client that has left. */
  missed(what: string): void;
}

/** What an owner can have done to a channel. */
export interface ChannelActs<Client, Channel> {
  /** What carries messages to a channel's members. */
  readonly fanout: MakeFanout;
  /** The channel list, which is told of what changes it. */
  readonly listing: Listing;
  leave(client: Client, channel: Channel): void;
  setMaster(channel: Channel, client: Client | undefined): void;
  /** Closes the channel where nobody is in it and it is not to outlast that. */
  closeIfOver(channel: Channel): void;
  close(channel: Channel): void;
  /** The owner did something, `what`, with a channel that is closed. */
  missed(what: string): void;
}
