/**
 * The server itself takes part in a channel: in the Lobby, which is always there, it welcomes whoever joins, answers
 * `!who` and `!roll`, and says something of its own every now and then.
 *
 *     greenwing --hooks examples/bot.ts
 *
 * What the server says in a channel comes as the channel's own message, from no peer: games show it as they like.
 */
import type { Channel, Client, HooksFactory } from "greenwing";

/** How many names are said at a time, and how many milliseconds pass between two answers: the bot drowns nobody. */
const MOST_NAMES = 20;
const PAUSE = 1000;

/** The subchannel that people chat on; on the others are the moves of their games. */
const CHAT = 0;

/** What the bot says to what somebody has written after `!`. */
type Command = (client: Client, channel: Channel, argument: string) => string;

const who: Command = (_client, { clients }) => {
  const names = clients.slice(0, MOST_NAMES).map(({ name }) => name);
  const more = clients.length - names.length;
  return `Here are ${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
};

const roll: Command = ({ name }, _channel, argument) => {
  const sides = Number(argument || 6);
  if (!Number.isInteger(sides) || sides < 2 || sides > 1000) return "A die has 2 to 1000 sides: !roll 20";
  return `${name} rolls ${1 + Math.floor(Math.random() * sides)} of ${sides}`;
};

const COMMANDS = new Map([
  ["!who", who],
  ["!roll", roll],
]);

export default ((relay) => {
  // It is there already when this file is loaded again, or when somebody was quicker.
  const lobby = relay.channels.named("Lobby") ?? relay.createChannel("Lobby");
  lobby.persistent = true;
  lobby.autoClose = false;

  relay.every("10m", () => {
    if (lobby.clients.length > 0) lobby.sendMessage("Ask me: !who, !roll, !roll 20", CHAT);
  });

  let silentUntil = 0;

  return {
    channelJoined(client, channel) {
      if (channel !== lobby) return;
      client.sendMessage(`Welcome to the Lobby, ${client.name}. Try !roll`, CHAT, { channel });
    },

    channelMessageReceived(client, channel, { subchannel, text }) {
      if (channel !== lobby || subchannel !== CHAT || !text.startsWith("!")) return;
      const [word = "", argument = ""] = text.split(" ");
      const command = COMMANDS.get(word);
      const now = performance.now();
      if (command === undefined || now < silentUntil) return;
      silentUntil = now + PAUSE;
      lobby.sendMessage(command(client, lobby, argument), CHAT);
    },
  };
}) satisfies HooksFactory;
