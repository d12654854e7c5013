import type { Settings } from "../settings/schema.ts";
import { Denial } from "./denial.ts";

/** What of a client and a channel matters for whether one can join the other. */
interface Joiner {
  readonly memberships: { readonly size: number } | undefined;
}
interface Room {
  readonly members: { readonly length: number };
  readonly limit: number | undefined;
}

/** Whether `count` leaves no room for one more; a limit of 0 is none. */
export function reached(count: number, limit: number): boolean {
  return limit !== 0 && count >= limit;
}

/** Why there can be no channel more than these. */
export function channelLimit(channels: number, { channels: limit }: Settings["limits"]): Denial | undefined {
  return reached(channels, limit) ? new Denial(`Too many channels: the server holds ${limit}`) : undefined;
}

/** Why this client cannot be taken into this channel (undefined: a new one): row "limits reached" of section 6. */
export function joinLimit(
  client: Joiner,
  channel: Room | undefined,
  channels: number,
  limits: Settings["limits"],
): Denial | undefined {
  if (reached(client.memberships?.size ?? 0, limits.channelsPerClient)) {
    return new Denial(`Too many channels: a client may be in ${limits.channelsPerClient}`);
  }
  if (channel === undefined) return channelLimit(channels, limits);
  const holds = Math.min(
    channel.limit ?? Number.POSITIVE_INFINITY,
    limits.peersPerChannel || Number.POSITIVE_INFINITY,
  );
  return channel.members.length < holds
    ? undefined
    : new Denial(`Channel is full: it holds ${holds} clients`);
}

/** Gives back what a channel's limit may be; throws a RangeError for anything else. */
export function checkedLimit(limit: number | undefined): number | undefined {
  if (limit === undefined || (Number.isInteger(limit) && limit > 0)) return limit;
  throw new RangeError(`a channel's limit cannot be ${limit}: allowed is a whole number from 1`);
}
