import type { Channel, Client } from "../relay/api.ts";
import type { Message } from "./message.ts";
import type { Eventually, NameVerdict, Verdict } from "./verdict.ts";

/** What a channel master can ask for: section 4, ChannelMaster. */
export type MasterActionName = "kick";

/** The type of what a synchronous hook returns: a promise is refused, which plain `void` would let pass. */
// biome-ignore lint/suspicious/noConfusingVoidType: hooks return nothing, and their type says void
type Nothing = void | undefined;

/**
 * The owner's hooks, all of them optional. `accept...` is asked before the fact, after the server's own rules, and may
 * refuse; a past tense is told after it. One that throws or rejects refuses (`accept...`) or is passed over (the
 * others); it is logged and harms nobody. Those about messages are synchronous; of the others, while a promise is
 * pending, that client's later frames wait in order and everybody else goes on.
 */
export interface Hooks {
  /** May this client connect? A refusal is told by a Connect failure and ends the connection. The client has no name yet. */
  acceptConnection?(client: Client): Eventually<Verdict>;
  /** May the client take its first name? */
  acceptLogin?(client: Client, name: string): Eventually<NameVerdict>;
  /** May the client, which has a name, take another? */
  acceptNameChange?(client: Client, name: string): Eventually<NameVerdict>;
  /** May the client join (`existing`) or create (undefined) the channel of this name? */
  acceptChannelJoin?(
    client: Client,
    channelName: string,
    existing: Channel | undefined,
  ): Eventually<NameVerdict>;
  /** May the client leave the channel? Not asked when it disconnects or is kicked. */
  acceptChannelLeave?(client: Client, channel: Channel): Eventually<Verdict>;
  /** May the client have the channel list? */
  acceptChannelListRequest?(client: Client): Eventually<Verdict>;
  /** May the message go to the channel's other clients? A refused message is dropped: the protocol has no answer. */
  acceptChannelMessage?(client: Client, channel: Channel, message: Message): Verdict;
  /** May the message go to the recipient? A refused message is dropped: the protocol has no answer. */
  acceptPrivateMessage?(client: Client, channel: Channel, recipient: Client, message: Message): Verdict;
  /** May the channel's master do this to a peer? A refused action is ignored: the protocol has no answer. */
  acceptMasterAction?(
    client: Client,
    channel: Channel,
    peer: Client,
    action: MasterActionName,
  ): Eventually<Verdict>;

  /** A Lacewing client opened a connection; it has no id and no name yet. */
  connectionMade?(client: Client): Eventually<void>;
  /** The connection was accepted: the client has its id and the welcome. */
  connectionAccepted?(client: Client): Eventually<void>;
  /** The connection is over; the client has left its channels. Told once for each `connectionMade`. */
  connectionLost?(client: Client, reason: string): Eventually<void>;
  /** The client got its first name. */
  loginAccepted?(client: Client, name: string): Eventually<void>;
  /** The client got another name. */
  nameChanged?(client: Client, name: string): Eventually<void>;
  /** The client answered a Ping after `latency` milliseconds. */
  pongReceived?(client: Client, latency: number): Eventually<void>;
  /** The client is in the channel. */
  channelJoined?(client: Client, channel: Channel): Eventually<void>;
  /** The client is no longer in the channel: it left, was kicked, disconnected, or the channel closed. */
  channelLeft?(client: Client, channel: Channel): Eventually<void>;
  /** The client was sent the channel list. */
  channelListSent?(client: Client): Eventually<void>;
  /** The channel was made; its first client is in it. */
  channelAdded?(channel: Channel): Eventually<void>;
  /** The channel is gone. */
  channelRemoved?(channel: Channel): Eventually<void>;
  /** The client sent or blasted a message to the server. */
  messageReceived?(client: Client, message: Message): Nothing;
  /** The client's message went to the channel. */
  channelMessageReceived?(client: Client, channel: Channel, message: Message): Nothing;
  /** The client's message went to the recipient. */
  privateMessageReceived?(client: Client, channel: Channel, recipient: Client, message: Message): Nothing;
  /** The master's action was carried out. */
  masterActionExecuted?(
    client: Client,
    channel: Channel,
    peer: Client,
    action: MasterActionName,
  ): Eventually<void>;
}

/** The name of a hook. */
export type HookName = keyof Hooks;

/** The hooks that are asked, each with what a client is told when it refuses without a reason. */
export const ASKED = {
  acceptConnection: "Connection refused by server",
  acceptLogin: "Name refused by server",
  acceptNameChange: "Name refused by server",
  acceptChannelJoin: "Join refused by server",
  acceptChannelLeave: "Leave refused by server",
  acceptChannelListRequest: "Channel list refused by server",
  acceptChannelMessage: "Message refused by server",
  acceptPrivateMessage: "Message refused by server",
  acceptMasterAction: "Action refused by server",
} as const satisfies Partial<Record<HookName, string>>;

/** The hooks that are told. */
export const TOLD = [
  "connectionMade",
  "connectionAccepted",
  "connectionLost",
  "loginAccepted",
  "nameChanged",
  "pongReceived",
  "channelJoined",
  "channelLeft",
  "channelListSent",
  "channelAdded",
  "channelRemoved",
  "messageReceived",
  "channelMessageReceived",
  "privateMessageReceived",
  "masterActionExecuted",
] as const satisfies HookName[];

export type AskedHook = keyof typeof ASKED;
export type ToldHook = (typeof TOLD)[number];

/** The names of all hooks. */
export const HOOK_NAMES: readonly HookName[] = [...(Object.keys(ASKED) as AskedHook[]), ...TOLD];
