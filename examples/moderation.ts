/**
 * Moderation: words that are not wanted, names that are not, people who talk too much, and people who must go.
 *
 *     greenwing --hooks examples/moderation.ts
 *
 * A channel's master commands by what they write in it: `/kick Bob` takes Bob out for ten minutes, `/rename Bob` gives
 * him a name that offends nobody. Only texts are looked at: what games send as numbers, bytes and objects passes.
 */
import { type Channel, type Client, deny, type Hooks, type Message, rename, simplify } from "greenwing";

const UNWANTED = ["darn", "heck"];

/** How many texts one may send at once, and then one a second; who goes on for a minute regardless must go. */
const BURST = 8;
const PATIENCE = 60;

/** The longest text, in characters. */
const LONGEST = 500;

/** How long somebody who was kicked stays out, in milliseconds. */
const KICKED_FOR = 600_000;

declare module "greenwing" {
  interface ClientData {
    /** Until when, in seconds, what this client has said is all that it may say. */
    talkedUntil?: number;
    /** It was given its name by a channel's master. */
    keepsName?: boolean;
  }
  interface ChannelData {
    /**
     * Until when each address that was kicked stays out: a name is changed too easily. It keeps out those who live
     * under the same roof, too.
     */
    kicked?: Map<string, number>;
  }
}

/** What people write in place of letters: digits, signs, and Cyrillic letters that look like Latin ones. */
const SIGNS = "013457@$авекмнорстух";
const LETTERS = "oieastasabekmhopctyx";

/** Each word as a whole, however its letters are set apart: "d.a.r.n" and "d a r n", but not "darning". */
const unwanted = new RegExp(
  UNWANTED.map((word) => String.raw`(?<!\p{L})${[...word].join(String.raw`[^\p{L}]*`)}(?!\p{L})`).join("|"),
  "u",
);

function isUnwanted(text: string): boolean {
  const plain = simplify(text);
  const undisguised = plain.replace(/./gu, (sign) => LETTERS[SIGNS.indexOf(sign)] ?? sign);
  return unwanted.test(plain) || unwanted.test(undisguised);
}

function isTooMuch(client: Client): boolean {
  const now = performance.now() / 1000;
  const until = Math.max(now, client.data.talkedUntil ?? 0) + 1;
  client.data.talkedUntil = until;
  if (until > now + PATIENCE) client.disconnect("You talk too much");
  return until > now + BURST;
}

/** What is wrong with a text; undefined where nothing is. */
function complaint(client: Client, text: string): string | undefined {
  if (isTooMuch(client)) return "Slow down: this was not sent";
  if (text.length > LONGEST) return `At most ${LONGEST} characters: this was not sent`;
  return isUnwanted(text) ? "Mind your words: this was not sent" : undefined;
}

/** Keeps somebody who was kicked from coming back at once. */
function keepOut(channel: Channel, { address }: Client): void {
  const now = Date.now();
  const stillOut = [...(channel.data.kicked ?? [])].filter(([, until]) => until > now);
  channel.data.kicked = new Map([...stillOut, [address, now + KICKED_FOR]]);
}

/** What a channel's master can have done to a peer; gives why not where it cannot be done. */
type Command = (channel: Channel, peer: Client) => string | undefined;

const kick: Command = (channel, peer) => {
  keepOut(channel, peer);
  channel.kick(peer);
  channel.sendMessage(`${peer.name} was kicked`);
  return undefined;
};

const renamed: Command = (_channel, peer) => {
  const taken = peer.setName(decentName(peer));
  peer.data.keepsName = taken === undefined;
  return taken;
};

const COMMANDS = new Map([
  ["/kick", kick],
  ["/rename", renamed],
]);

/** Does what a channel's master commands; gives why not where it cannot be done. */
function obey(client: Client, channel: Channel, text: string): string | undefined {
  const [, word = "", name = ""] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
  if (channel.master !== client) return "Only the channel's master can command";
  const command = COMMANDS.get(word);
  if (command === undefined) return "There are /kick NAME and /rename NAME";
  // Somebody elsewhere may have this name too: relay.clients.named(name) might find them.
  const peer = channel.clients.find((each) => simplify(each.name) === simplify(name));
  if (peer === undefined || peer === client) return "Nobody else here has this name";
  return command(channel, peer);
}

const isText = ({ variant, isObject }: Message) => variant === 0 && !isObject;

/** Whether there is no trouble with what a client said; it alone is told of it. */
function isFine(client: Client, channel: Channel, trouble: string | undefined): boolean {
  if (trouble !== undefined && client.connected) client.sendMessage(trouble, 0, { channel });
  return trouble === undefined;
}

const decentName = ({ id }: Client) => `Player ${id}`;

const named = (client: Client, name: string) => (isUnwanted(name) ? rename(decentName(client)) : true);

export default {
  acceptChannelMessage(client, channel, message) {
    if (!isText(message)) return true;
    if (!isFine(client, channel, complaint(client, message.text))) return false;
    if (!message.text.startsWith("/")) return true;
    isFine(client, channel, obey(client, channel, message.text));
    return false; // a command is nothing for the others
  },

  acceptPrivateMessage(client, channel, _recipient, message) {
    return !isText(message) || isFine(client, channel, complaint(client, message.text));
  },

  acceptLogin: named,

  acceptNameChange(client, name) {
    return client.data.keepsName ? deny("You were given your name") : named(client, name);
  },

  acceptChannelJoin(client, channelName, existing) {
    if (isUnwanted(channelName)) return deny("Choose another name");
    const until = existing?.data.kicked?.get(client.address) ?? 0;
    return until < Date.now() || deny("You were kicked");
  },

  // Games have a button of their own for it.
  masterActionExecuted(_client, channel, peer) {
    keepOut(channel, peer);
  },
} satisfies Hooks;
