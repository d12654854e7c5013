import { MAX_NAME_LENGTH } from "../protocol/constants.ts";
import * as encode from "../protocol/encode.ts";
import type { ChannelEntry } from "../protocol/messages.ts";
import { cutText } from "../protocol/text.ts";
import type { Frame } from "../protocol/writer.ts";
import type { ListedChannel } from "./api.ts";

const utf8 = new TextEncoder();

/** What the list tells of a channel. */
interface Listed {
  readonly hidden: boolean;
  readonly members: { readonly length: number };
  readonly identity: { readonly bytes: Uint8Array };
}

/** The channels that the list shows: section 5.1. */
function* visible(channels: Iterable<Listed>): Iterable<ChannelEntry> {
  for (const { hidden, members, identity } of channels) {
    if (!hidden) yield { peers: members.length, name: identity.bytes };
  }
}

/** The channel list, encoded when it is asked for after something has changed: with 16,384 channels that takes 1 ms. */
export class Listing {
  #frame: Frame | undefined;

  /** A visible channel, or how many are in it, is not as it was. */
  changed(): void {
    this.#frame = undefined;
  }

  /** The list of these channels, which are always the same but for what `changed` was told. */
  frame(channels: Iterable<Listed>): Frame {
    this.#frame ??= encode.channelList(visible(channels)).keep();
    return this.#frame;
  }
}

/** An owner's own list in the protocol's form: names are cut to 255 bytes. It is read before anything is encoded. */
export function listed(channels: Iterable<ListedChannel>): ChannelEntry[] {
  return Array.from(channels, ({ name, peers }) => ({
    peers,
    name: cutText(utf8.encode(name), MAX_NAME_LENGTH),
  }));
}
