import type { Frame } from "../protocol/writer.ts";
import type { Link } from "./link.ts";

/** Those who hear what is said in a channel. */
export type Audience = readonly { readonly client: { readonly link: Link } }[];

/** How a message to all of a channel reaches them. */
export interface Fanout {
  /** Sends an encoded message to everybody but one. */
  send(frame: Frame, except?: Link): void;
  /** Somebody has come to the audience. */
  entered(link: Link): void;
  /** Somebody leaves it, who is still to hear what was said before. */
  left(link: Link): void;
}

/** Makes what carries messages to an audience, which changes as it says. */
export type MakeFanout = (audience: Audience) => Fanout;

/** To each by itself. */
export function sendToEach(audience: Audience, frame: Frame, except?: Link): void {
  for (let i = 0; i < audience.length; i++) {
    const { link } = (audience[i] as Audience[number]).client;
    if (link !== except) link.send(frame);
  }
}

/** The plain way, which batches nothing. */
export const eachByItself: MakeFanout = (audience) => ({
  send: (frame, except) => sendToEach(audience, frame, except),
  entered: () => {},
  left: () => {},
});
