// The rules of your server: greenwing --hooks hooks.ts starts it with them.
// Every hook may be left out. Your editor lists them inside the braces below, and says of each what it is about.
import { deny, type Hooks, simplify } from "greenwing";

const reserved = new Set(["admin", "server"]);

function nameVerdict(name: string) {
  return reserved.has(simplify(name)) ? deny("This name is reserved") : true;
}

export default {
  // Asked before a client has its first name, or another: who is denied one is told why, and may try again.
  acceptLogin: (_client, name) => nameVerdict(name),
  acceptNameChange: (_client, name) => nameVerdict(name),

  // Asked about every message to a channel: one that is refused reaches nobody.
  acceptChannelMessage(_client, _channel, message) {
    return message.bytes.length <= 10_000;
  },

  // Told when a client is in a channel: here it is greeted, by a text on subchannel 0.
  channelJoined(client, channel) {
    client.sendMessage(`Welcome to ${channel.name}, ${client.name}`, 0);
  },
} satisfies Hooks;
