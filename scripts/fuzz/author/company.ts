import type { Dice } from "../../../test/support/dice.ts";
import { u16 } from "../../tool/stream.ts";

const NOBODY = 0xffff;

/** What a fuzzed client knows of itself, learned from the answers that it gets. */
export class Knowledge {
  id = 0;
  readonly channels: number[] = [];

  clear(): void {
    this.id = 0;
    this.channels.length = 0;
  }

  /** Takes a frame that the server sent to it: protocol.md, section 5.1. */
  hear(bytes: Uint8Array, start: number, payload: number, end: number): void {
    if (bytes[start] !== 0 || bytes[payload + 1] !== 1) return;
    const request = bytes[payload];
    if (request === 0) this.id = u16(bytes, payload + 2);
    else if (request === 2) this.channels.push(u16(bytes, payload + 4 + (bytes[payload + 3] as number)));
    else if (request === 3 && end === payload + 4) this.#forget(u16(bytes, payload + 2));
  }

  #forget(channel: number): void {
    const at = this.channels.indexOf(channel);
    if (at >= 0) this.channels.splice(at, 1);
  }
}

/** All those on a stand, as far as the author of their conversations knows them. */
export interface Company {
  readonly dice: Dice;
  readonly clients: readonly Knowledge[];
  /** The ids of the well-behaved, and that of the channel in which they are. */
  readonly witnesses: readonly number[];
  readonly room: number;
}

/** A channel's id: mostly one that this client is in, else anybody's or nobody's. */
export function channelFor({ dice, clients, room }: Company, client: Knowledge): number {
  const way = dice.throw(16);
  if (way < 13 && client.channels.length > 0) return dice.pick(client.channels);
  if (way === 13) return room;
  if (way === 14) return dice.pick([0, 1, NOBODY, dice.throw(65_536)]);
  const other = dice.pick(clients);
  return other.channels.length > 0 ? dice.pick(other.channels) : dice.throw(8);
}

/** A client's id: anybody's, now and then a witness's or nobody's. */
export function peerOf({ dice, clients, witnesses }: Company): number {
  const way = dice.throw(16);
  if (way < 13) return dice.pick(clients).id;
  if (way < 15) return dice.pick(witnesses);
  return dice.pick([0, NOBODY, dice.throw(65_536)]);
}
