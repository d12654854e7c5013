import { Message } from "../../hooks/message.ts";
import { Content } from "../../protocol/content.ts";
import { readContent } from "../../protocol/decode.ts";
import * as encode from "../../protocol/encode.ts";
import type { Reader } from "../../protocol/reader.ts";
import type { RelayMembership } from "../../relay/members.ts";
import type { Session } from "../session.ts";
import { isAcceptable } from "./acceptable.ts";

/** The message that is being handled. There is only one at a time, so nothing is allocated for it. */
const content = new Content();

/** Messages 1 and 4 of section 4: to the server, which is to say, to the owner's hook. */
export function serverMessage(session: Session, head: number, reader: Reader, blasted: boolean): void {
  const { owner, settings, counters } = session.context;
  readContent(head, reader, content);
  counters.messages++;
  if (!isAcceptable(content, settings.messages.strictVariants, settings.allow.messagesToServer)) {
    counters.refusedMessages++;
  } else if (owner.hooks.messageReceived !== undefined) {
    owner.tell("messageReceived", session.client, new Message(content, blasted));
  }
}

/** Messages 2 and 5 of section 4: relayed to the channel's other clients as types 2 and 6 of section 5. */
export function channelMessage(session: Session, head: number, reader: Reader, blasted: boolean): void {
  const { client } = session;
  const { owner, counters, settings } = session.context;
  readContent(head, reader, content);
  counters.messages++;
  const membership = client.memberships?.get(content.channel);
  if (membership === undefined) {
    counters.strayMessages++;
    return;
  }
  const { channel } = membership;
  const { acceptChannelMessage, channelMessageReceived } = owner.hooks;
  const asked = acceptChannelMessage && new Message(content, blasted);
  if (
    !isAcceptable(content, settings.messages.strictVariants, settings.allow.messagesToClients) ||
    (asked && !owner.askNow("acceptChannelMessage", client, channel, asked))
  ) {
    counters.refusedMessages++;
    return;
  }
  if (asked && !holds(membership)) return;
  counters.deliveries += channel.members.length - 1;
  const frame = encode.channelMessage(content, client.id);
  if (blasted) channel.announceByDatagram(frame, client);
  else channel.announce(frame, client);
  if (channelMessageReceived)
    owner.tell("channelMessageReceived", client, channel, asked ?? new Message(content, blasted));
}

/** Messages 3 and 6 of section 4: relayed to a peer of a shared channel as types 3 and 7 of section 5. */
export function peerMessage(session: Session, head: number, reader: Reader, blasted: boolean): void {
  const { client } = session;
  const { owner, counters, settings, registry } = session.context;
  readContent(head, reader, content);
  counters.messages++;
  const own = client.memberships?.get(content.channel);
  const other = registry.clients.get(content.peer)?.memberships?.get(content.channel);
  if (own === undefined || other === undefined || other === own) {
    counters.strayMessages++;
    return;
  }
  const { channel, client: recipient } = other;
  const { acceptPrivateMessage, privateMessageReceived } = owner.hooks;
  const asked = acceptPrivateMessage && new Message(content, blasted);
  if (
    !isAcceptable(content, settings.messages.strictVariants, settings.allow.messagesToClients) ||
    (asked && !owner.askNow("acceptPrivateMessage", client, channel, recipient, asked))
  ) {
    counters.refusedMessages++;
    return;
  }
  if (asked && ![own, other].every(holds)) return;
  counters.deliveries++;
  const frame = encode.peerMessage(content, client.id);
  if (blasted) recipient.link.blast(frame);
  else recipient.link.send(frame);
  if (privateMessageReceived)
    owner.tell("privateMessageReceived", client, channel, recipient, asked ?? new Message(content, blasted));
}

/** Whether the client is still in the channel: the hook that was asked may have taken it out. */
function holds({ client, channel }: RelayMembership): boolean {
  return client.isIn(channel);
}
