// Hooks of the server that scripts/bursts.ts starts: a message to the server closes the channel that it names.
import type { Hooks } from "../../src/index.ts";

export default {
  messageReceived(client, { bytes }) {
    const name = Buffer.from(bytes).toString();
    for (const channel of channels) if (channel.name === name) channel.close();
    client.sendMessage("closed");
  },
  channelAdded: (channel) => void channels.add(channel),
  channelRemoved: (channel) => void channels.delete(channel),
} satisfies Hooks;

const channels = new Set<Parameters<NonNullable<Hooks["channelAdded"]>>[0]>();
