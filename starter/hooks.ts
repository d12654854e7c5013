// The rules of your server: greenwing --hooks hooks.ts starts it with them.
// Every hook may be left out. Your editor lists them inside the braces below, and says of each what it is about.
import { deny, type Hooks } from "greenwing";

const reserved = new Set(["admin", "server"]);

export default {
  // Asked before a client has its first name: who is denied is shown the reason, and may try another.
  acceptLogin(_client, name) {
    if (reserved.has(name.toLowerCase())) return deny("This name is reserved");
    console.log(`${name} has come`);
  },

  // Asked before a channel's clients are sent a message: it goes no further where this is false.
  acceptChannelMessage(_client, _channel, message) {
    return message.bytes.length <= 10_000;
  },

  // Told when a client is in a channel: here it is greeted, by a text on subchannel 0.
  channelJoined(client, channel) {
    client.sendMessage(`Welcome to ${channel.name}, ${client.name}`, 0);
  },
} satisfies Hooks;
