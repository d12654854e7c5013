import { Message } from "../../hooks/message.ts";
import { Content } from "../../protocol/content.ts";
import { readContent } from "../../protocol/decode.ts";
import * as encode from "../../protocol/encode.ts";
import type { Reader } from "../../protocol/reader.ts";
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
  const message = acceptChannelMessage || channelMessageReceived ? new Message(content, blasted) : undefined;
  if (
    !isAcceptable(content, settings.messages.strictVariants, settings.allow.messagesToClients) ||
    (message !== undefined && !owner.askNow("acceptChannelMessage", client, channel, message))
  ) {
    counters.refusedMessages++;
    return;
  }
  if (client.memberships?.get(content.channel) !== membership) return; // the hook took it out
  const frame = encode.channelMessage(content, client.id);
  if (blasted) channel.announceByDatagram(frame, client);
  else channel.announce(frame, client);
  if (message !== undefined) owner.tell("channelMessageReceived", client, channel, message);
}

/** Messages 3 and 6 of section 4: relayed to a peer of a shared channel as types 3 and 7 of section 5. */
export function peerMessage(session: Session, head: number, reader: Reader, blasted: boolean): void {
  const { client } = session;
  const { owner, counters, settings, registry } = session.context;
  readContent(head, reader, content);
  counters.messages++;
  const channel = client.memberships?.get(content.channel)?.channel;
  const recipient = registry.clients.get(content.peer);
  if (
    channel === undefined ||
    recipient === client ||
    recipient?.memberships?.get(channel.id) === undefined
  ) {
    counters.strayMessages++;
    return;
  }
  const { acceptPrivateMessage, privateMessageReceived } = owner.hooks;
  const message = acceptPrivateMessage || privateMessageReceived ? new Message(content, blasted) : undefined;
  if (
    !isAcceptable(content, settings.messages.strictVariants, settings.allow.messagesToClients) ||
    (message !== undefined && !owner.askNow("acceptPrivateMessage", client, channel, recipient, message))
  ) {
    counters.refusedMessages++;
    return;
  }
  if (!client.memberships?.has(channel.id) || !recipient.memberships.has(channel.id)) return; // the hook took one out
  const frame = encode.peerMessage(content, client.id);
  if (blasted) recipient.link.blast(frame);
  else recipient.link.send(frame);
  if (message !== undefined) owner.tell("privateMessageReceived", client, channel, recipient, message);
}
