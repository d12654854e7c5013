import type { Hooks } from "../../src/hooks/hooks.ts";
import type { Message } from "../../src/hooks/message.ts";
import { deny, type Eventually, type NameVerdict, rename, type Verdict } from "../../src/hooks/verdict.ts";
import type { Channel, Client } from "../../src/relay/api.ts";
import { Dice } from "../../test/support/dice.ts";
import { WITNESS_ROOM } from "./author/names.ts";

/** So deep hooks act within what hooks did. */
const DEEPEST = 3;

/** What the hooks throw on purpose. */
export const ON_PURPOSE = "thrown by the fuzzer's own hook";

/** The witnesses come first, and so have these ids. A client without one may be a witness. */
const isWitness = ({ id }: Client) => id <= 2;

const RENAMES = ["Renamed", "Ann", "", "\0", "x".repeat(300), "Anna"];

const VERDICTS: readonly (() => Eventually<Verdict>)[] = [
  () => false,
  () => deny("The fuzzer says no"),
  () => Promise.resolve(true),
  async () => deny("The fuzzer says no, after a while"),
  () => new Promise((resolve) => setImmediate(resolve)),
  () => new Promise(() => {}),
  () => Promise.reject(new Error(ON_PURPOSE)),
  () => {
    throw new Error(ON_PURPOSE);
  },
];

/**
 * Hooks of an owner who reads every message, changes their mind, fails, and lays hands on clients and channels: every
 * hook is given. The witnesses and their room it leaves alone, and complains where it does not hear from them in order.
 */
export class Onlooker implements Hooks {
  seed: number;
  /** How many messages it has read. */
  read = 0;
  complaint: string | undefined;
  #depth = 0;
  readonly #present = new Map<number, Client>();
  readonly #numbers = new Map<number, number>();

  constructor(seed: number) {
    this.seed = seed;
  }

  acceptConnection = (client: Client) => this.#verdict(client, "connection");
  acceptLogin = (client: Client, name: string) => this.#ruleName(client, name);
  acceptNameChange = (client: Client, name: string) => this.#ruleName(client, name);
  acceptChannelJoin = (client: Client, name: string) => this.#ruleName(client, `join ${name}`);
  acceptChannelLeave = (client: Client, channel: Channel) => this.#verdict(client, `leave ${channel.name}`);
  acceptChannelListRequest = (client: Client) => this.#verdict(client, "list");
  acceptMasterAction = (client: Client, _channel: Channel, peer: Client) =>
    this.#verdict(client, `kick ${peer.id}`);
  acceptChannelMessage = (client: Client, _channel: Channel, message: Message) =>
    this.#judge(client, message);
  acceptPrivateMessage = (client: Client, _channel: Channel, _to: Client, message: Message) =>
    this.#judge(client, message);

  connectionMade = (client: Client) => this.#act(client, "made");
  connectionAccepted = (client: Client) => {
    if (client.id === 0 || client.id === 0xffff || this.#present.has(client.id))
      this.complaint ??= `id ${client.id} was given out`;
    this.#present.set(client.id, client);
    this.#act(client, "accepted");
  };
  connectionLost = (client: Client) => {
    if (client.id !== 0 && isWitness(client)) this.complaint ??= `witness ${client.id} was lost`;
    if (this.#present.get(client.id) === client) this.#present.delete(client.id);
    this.#act(client, "lost");
  };
  loginAccepted = (client: Client, name: string) => this.#act(client, `login ${name}`);
  nameChanged = async (client: Client, name: string) => this.#act(client, `name ${name}`);
  pongReceived = async (client: Client) => this.#act(client, "pong");
  channelJoined = (client: Client, channel: Channel) => this.#act(client, "joined", channel);
  channelLeft = (client: Client, channel: Channel) => this.#act(client, "left", channel);
  channelListSent = (client: Client) => this.#act(client, "list sent");
  channelAdded = (channel: Channel) => this.#touch(channel, "added");
  channelRemoved = (channel: Channel) => this.#touch(channel, "removed");
  masterActionExecuted = (client: Client, channel: Channel) => this.#act(client, "kicked", channel);
  channelMessageReceived = (client: Client, channel: Channel, message: Message) => {
    this.#read(message);
    this.#act(client, `message ${message.bytes[0]}`, channel);
  };
  privateMessageReceived = (client: Client, channel: Channel, _to: Client, message: Message) => {
    this.#read(message);
    this.#act(client, `private ${message.bytes[0]}`, channel);
  };
  messageReceived = (client: Client, message: Message) => {
    this.#read(message);
    if (!isWitness(client)) return this.#act(client, `server ${message.bytes[0]}`);
    const expected = (this.#numbers.get(client.id) ?? 0) + 1;
    if (message.number !== expected)
      this.complaint ??= `witness ${client.id} said ${message.number} to the server, not ${expected}`;
    this.#numbers.set(client.id, expected);
  };

  /**
   * Dice that fall alike for what is alike, whatever was before: a case that goes wrong does so still when half of it
   * is left out.
   */
  #diceFor(id: number, what: string): Dice {
    let hash = this.seed ^ Math.imul(id, 0x9e3779b1);
    for (let i = 0; i < what.length && i < 32; i++)
      hash = Math.imul(hash ^ what.charCodeAt(i), 0x01000193) ^ (hash >>> 15);
    return new Dice(hash);
  }

  #verdict(client: Client, what: string): Eventually<Verdict> {
    const dice = this.#diceFor(client.id, what);
    return isWitness(client) || dice.throw(20) > 0 ? undefined : dice.pick(VERDICTS)();
  }

  #ruleName(client: Client, name: string): Eventually<NameVerdict> {
    const dice = this.#diceFor(client.id, `rename ${name}`);
    if (isWitness(client) || dice.throw(20) > 0) return this.#verdict(client, name);
    return dice.throw(2) === 0 ? rename(dice.pick(RENAMES)) : rename(name.trim());
  }

  #judge(client: Client, message: Message): Verdict {
    this.#read(message);
    if (isWitness(client)) return undefined;
    const dice = this.#diceFor(client.id, `judge ${message.bytes[0]}`);
    return dice.throw(100) > 0 ? undefined : dice.pick([false, deny()]);
  }

  #read(message: Message): void {
    const { value, number, bytes, subchannel, variant } = message;
    const isText = typeof value !== "string" || message.isObject || value.length <= bytes.length;
    const isNumber = (number === undefined) === (bytes.length !== 4);
    if (!isText || !isNumber || subchannel > 255 || variant > 15)
      this.complaint ??= `a message that cannot be: ${Bun.inspect(message)}`;
    this.read++;
  }

  /** Now and then does something to a client, and to the channel that it is told of with it. */
  #act(client: Client, what: string, channel?: Channel): void {
    if (channel !== undefined) this.#touch(channel, what);
    if (isWitness(client)) return;
    const dice = this.#diceFor(client.id, what);
    if (dice.throw(150) === 0) this.#do(() => dice.pick(ACTS)(client, dice));
  }

  #touch(channel: Channel, what: string): void {
    if (channel.name === WITNESS_ROOM) return;
    const dice = this.#diceFor(channel.id, what);
    if (dice.throw(200) === 0) this.#do(() => dice.pick(TOUCHES)(channel, dice));
  }

  /** What a hook does may call hooks, and so on, but not for ever. */
  #do(act: () => void): void {
    if (this.#depth === DEEPEST) return;
    this.#depth++;
    try {
      act();
    } finally {
      this.#depth--;
    }
  }
}

const ACTS: readonly ((client: Client, dice: Dice) => void)[] = [
  (client) => client.disconnect(),
  (client) => client.disconnect("The fuzzer has had enough"),
  (client, dice) => client.setName(dice.pick(RENAMES)),
  (client, dice) => client.joinChannel(dice.pick(["Lobby", "Den", WITNESS_ROOM, ""]), { autoClose: true }),
  (client, dice) => client.channels.length > 0 && client.leaveChannel(dice.pick(client.channels)),
  (client) => client.sendChannelList(),
  (client) => client.sendChannelList([{ name: "♥".repeat(100), peers: 65_535 }]),
  (client) => client.warn("SetName", "The fuzzer warns you"),
  (client) => client.ping(1),
  (client) => client.sendMessage("Hello", 3),
  (client) => client.sendMessage({ hello: [client.id] }, 3, { variant: 9 }),
  (client) => client.blast(client.id),
  () => {
    throw new Error(ON_PURPOSE);
  },
];

const TOUCHES: readonly ((channel: Channel, dice: Dice) => void)[] = [
  (channel) => channel.close(),
  (channel, dice) => channel.clients.length > 0 && channel.kick(dice.pick(channel.clients)),
  (channel, dice) => channel.setMaster(dice.pick([undefined, ...channel.clients])),
  (channel) => channel.sendMessage("Hello everybody"),
  (channel) => channel.blast("Hello everybody"),
  (channel) => {
    channel.hidden = !channel.hidden;
    channel.autoClose = !channel.autoClose;
  },
];
