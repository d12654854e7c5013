import { MAX_NAME_LENGTH } from "../protocol/constants.ts";
import type { ChannelEntry } from "../protocol/messages.ts";
import { cutText } from "../protocol/text.ts";
import type { ListedChannel } from "./api.ts";
import type { RelayChannel } from "./members.ts";

const utf8 = new TextEncoder();

/** The channels that the list shows: section 5.1. */
export function* visible(channels: Iterable<RelayChannel>): Iterable<ChannelEntry> {
  for (const { hidden, members, identity } of channels) {
    if (!hidden) yield { peers: members.length, name: identity.bytes };
  }
}

/** An owner's own list in the protocol's form: names are cut to 255 bytes. It is read before anything is encoded. */
export function listed(channels: Iterable<ListedChannel>): ChannelEntry[] {
  return Array.from(channels, ({ name, peers }) => ({
    peers,
    name: cutText(utf8.encode(name), MAX_NAME_LENGTH),
  }));
}
