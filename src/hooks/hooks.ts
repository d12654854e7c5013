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
 * refuse; a past tense is told after the fact, when every client has been told.
 *
 * What is asked answers with a verdict: nothing or `true` accepts, `false` refuses with the standard reason,
 * `deny(reason)` with one's own; where a name is asked for, `rename(name)` accepts with another one. A refusal reaches
 * the client as the failure response to its request (section 5.1), except where it says otherwise below.
 *
 * What throws or rejects refuses (`accept...`) or is passed over (the others), and is logged with its line; so is an
 * answer that is no verdict. Hooks about messages must answer at once: the types refuse a promise, and at run time one
 * refuses the message. All others may return a promise. While that of an `accept...` is pending, this client's later
 * messages wait, in order, and everybody else goes on; after `limits.hookTimeout` (10 s) it counts as a denial, "No
 * decision in time", and when the client has gone meanwhile, what comes of it is dropped. Nothing waits for the others.
 *
 * A hook may do anything with any client and channel, those in question too; clients see it in the order it was done.
 */
export interface Hooks {
  /**
   * May this client connect? Asked when its Connect request is right and there is room; it has its id, and no name yet.
   * A refusal is told by a Connect failure with the reason, and ends the connection.
   */
  acceptConnection?(client: Client): Eventually<Verdict>;
  /**
   * May the client take its first name? Asked when the name is valid and free. Accepted: a SetName success with the
   * name, or with the one of `rename`, which must be valid and free too. Refused: a SetName failure; it stays nameless.
   */
  acceptLogin?(client: Client, name: string): Eventually<NameVerdict>;
  /** May the client, which has a name, take another? As `acceptLogin`; refused, it keeps the name that it has. */
  acceptNameChange?(client: Client, name: string): Eventually<NameVerdict>;
  /**
   * May the client join the channel of this name (`existing`), or create it (undefined)? Asked when it has a name and
   * no limit is reached. Accepted: a JoinChannel success with the channel's peers; `rename` sends it to the channel of
   * another name, made if there is none. Refused: a JoinChannel failure.
   */
  acceptChannelJoin?(
    client: Client,
    channelName: string,
    existing: Channel | undefined,
  ): Eventually<NameVerdict>;
  /**
   * May the client leave the channel? Not asked when it disconnects, is kicked, or the channel closes. Accepted: a
   * LeaveChannel success. Refused: a LeaveChannel failure; it stays.
   */
  acceptChannelLeave?(client: Client, channel: Channel): Eventually<Verdict>;
  /** May the client have the channel list? Refused: a ChannelList failure, which some old clients do not expect. */
  acceptChannelListRequest?(client: Client): Eventually<Verdict>;
  /**
   * May the message go to the channel's other clients? Must answer at once. Refused, it is dropped, and nobody is told:
   * the protocol has no answer for it, a reason goes nowhere.
   */
  acceptChannelMessage?(client: Client, channel: Channel, message: Message): Verdict;
  /** May the message go to the recipient, a peer in the channel? Must answer at once; as `acceptChannelMessage`. */
  acceptPrivateMessage?(client: Client, channel: Channel, recipient: Client, message: Message): Verdict;
  /**
   * May the channel's master do this to a peer? Accepted: the peer is taken out and told so by a LeaveChannel success.
   * Refused, nothing happens, and nobody is told: the protocol has no answer for it.
   */
  acceptMasterAction?(
    client: Client,
    channel: Channel,
    peer: Client,
    action: MasterActionName,
  ): Eventually<Verdict>;

  /** A Lacewing client opened a connection and has said so; it has no id and no name yet. */
  connectionMade?(client: Client): Eventually<void>;
  /** The connection was accepted: the client has its id and the welcome. */
  connectionAccepted?(client: Client): Eventually<void>;
  /**
   * The connection is over, and the client has left its channels. Told once for each `connectionMade`; `reason` says
   * in English who or what ended it.
   */
  connectionLost?(client: Client, reason: string): Eventually<void>;
  /** The client got its first name, by its own wish or the owner's. */
  loginAccepted?(client: Client, name: string): Eventually<void>;
  /** The client got another name, by its own wish or the owner's; the peers of its channels know. */
  nameChanged?(client: Client, name: string): Eventually<void>;
  /** The client answered a Ping after `latency` milliseconds. */
  pongReceived?(client: Client, latency: number): Eventually<void>;
  /** The client is in the channel, by its own wish or the owner's; its peers know. */
  channelJoined?(client: Client, channel: Channel): Eventually<void>;
  /**
   * The client is no longer in the channel: it left, was kicked, disconnected, or the channel closed; its peers know. A
   * master who left is no longer `channel.master`.
   */
  channelLeft?(client: Client, channel: Channel): Eventually<void>;
  /** The client was sent the channel list. */
  channelListSent?(client: Client): Eventually<void>;
  /** The channel was made: by its first client, who is in it and its master, or by the owner, and then it is empty. */
  channelAdded?(channel: Channel): Eventually<void>;
  /** The channel is closed; nobody is in it any more. */
  channelRemoved?(channel: Channel): Eventually<void>;
  /** The client sent or blasted a message to the server. Told at once: a promise is not waited for. */
  messageReceived?(client: Client, message: Message): Nothing;
  /** The client's message went to the channel's other clients. */
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

  /**
   * These hooks are not called any more: others were put in their place, or the server has stopped. Close what they
   * opened here (files, databases); timers of the relay and what is kept with clients and channels need no care.
   */
  dispose?(): Eventually<void>;
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
export const HOOK_NAMES: readonly HookName[] = [...(Object.keys(ASKED) as AskedHook[]), ...TOLD, "dispose"];
