/** What the server is expected to say, in the form in which players hear it. */
import { expect } from "bun:test";
import type { RequestName } from "../../src/protocol/constants.ts";
import type { Heard, Manner } from "./wire.ts";

/** A success, as one hears it: section 5.1. */
export const success = (request: RequestName, fields: object): Heard =>
  ({ type: "Response", request, success: true, ...fields }) as Heard;

/** A failure, as one hears it: section 5.1. A pattern is for reasons whose wording is the server's own. */
export const failure = (
  request: RequestName,
  reason: string | RegExp,
  fields: { name?: string; channel?: number } = {},
): Heard =>
  ({
    type: "Response",
    request,
    success: false,
    ...fields,
    reason: typeof reason === "string" ? reason : expect.stringMatching(reason),
  }) as Heard;

/** A Peer message, as one hears it. */
export const peer = (channel: number, peer: number, name: string, flags = 0): Heard => ({
  type: "Peer",
  channel,
  peer,
  flags,
  name,
});

/** A Peer message of one who left, as one hears it. */
export const peerLeft = (channel: number, peer: number): Heard => ({ type: "PeerLeft", channel, peer });

/** A message of a channel's peer to all of it, as one hears it. */
export const fromChannel = (channel: number, peer: number, data: string, manner: Manner = {}): Heard =>
  ({ ...content("Channel", manner), channel, peer, data }) as Heard;

/** A message of a channel's peer to oneself, as one hears it. */
export const fromPeer = (channel: number, peer: number, data: string, manner: Manner = {}): Heard =>
  ({ ...content("Peer", manner), channel, peer, data }) as Heard;

/** A message of the server, as one hears it. */
export const fromServer = (data: string, manner: Manner = {}): Heard =>
  ({ ...content("Server", manner), data }) as Heard;

function content(to: "Server" | "Channel" | "Peer", { subchannel = 0, variant = 0, object = false }: Manner) {
  return { type: `${object ? "Object" : "Binary"}${to}Message`, subchannel, variant };
}
