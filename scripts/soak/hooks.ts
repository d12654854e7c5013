// The hooks of a server that is soaked: it gives its own account of who is where to everybody who asks.
import type { Channel, Client, Hooks } from "../../src/index.ts";

/** On this subchannel the account is asked for and given. */
export const ACCOUNT = 250;

/** What the server itself knows of a client, and of all. */
export interface Account {
  readonly id: number;
  readonly name: string;
  readonly channels: readonly {
    readonly id: number;
    readonly master: number | undefined;
    readonly clients: readonly (readonly [id: number, name: string])[];
  }[];
  /** How many clients and channels there are. */
  readonly clients: number;
  readonly open: number;
  /** An id that two had at a time. */
  readonly double: number | undefined;
}

const clients = new Map<number, Client>();
const channels = new Map<number, Channel>();
let double: number | undefined;

function enter<T extends { readonly id: number }>(all: Map<number, T>, one: T): void {
  if (all.has(one.id)) double ??= one.id;
  all.set(one.id, one);
}

function accountFor(client: Client): Account {
  return {
    id: client.id,
    name: client.name,
    channels: client.channels.map((channel) => ({
      id: channel.id,
      master: channel.master?.id,
      clients: channel.clients.map(({ id, name }) => [id, name] as const),
    })),
    clients: clients.size,
    open: channels.size,
    double,
  };
}

export default {
  connectionAccepted: (client) => enter(clients, client),
  connectionLost: (client) => {
    if (clients.get(client.id) === client) clients.delete(client.id);
  },
  channelAdded: (channel) => enter(channels, channel),
  channelRemoved: (channel) => void channels.delete(channel.id),
  messageReceived: (client, message) => {
    if (message.subchannel === ACCOUNT) client.sendMessage(accountFor(client), ACCOUNT);
  },
} satisfies Hooks;
