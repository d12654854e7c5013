import type { JoinOptions, ListedChannel } from "./api.ts";
import type { Listing } from "./listing.ts";

/** What clients and channels can have done to them; the registry does it. */
export interface Acts<Client, Channel> {
  /** The channel list, which is told of what changes it. */
  readonly listing: Listing;
  setName(client: Client, name: string): string | undefined;
  joinChannel(client: Client, name: string, options: JoinOptions): string | undefined;
  leave(client: Client, channel: Channel): void;
  sendList(client: Client, channels?: Iterable<ListedChannel>): void;
  setMaster(channel: Channel, client: Client | undefined): void;
  close(channel: Channel): void;
}
