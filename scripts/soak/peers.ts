import { type Judge, keyOf } from "./world.ts";

/** How members' names begin, and nobody else's. */
export const MEMBER = "Member";

/** The last numbers that were heard of a peer; 0 where none was. */
class Track {
  last = 0;
  privately = 0;
  blast = 0;
}

/** Counts along with a member's peers: of each, every number comes once and in order. */
export class Peers {
  readonly #tracks = new Map<number, Track>();
  readonly #judge: Judge;
  readonly #violated: (what: string) => void;

  constructor(judge: Judge, violated: (what: string) => void) {
    this.#judge = judge;
    this.#violated = violated;
  }

  get ids(): number[] {
    return [...this.#tracks.keys()];
  }

  /** A peer is here. Members are known by their names, since they may be heard of before they know their ids. */
  add(peer: number, name: string): void {
    if (name.startsWith(MEMBER) && !this.#tracks.has(peer)) this.#tracks.set(peer, new Track());
  }

  clear(): void {
    this.#tracks.clear();
  }

  /** A number that a peer said to the channel. Returns whether it is one that is counted. */
  hears(peer: number, number: number): boolean {
    const track = this.#tracks.get(peer);
    if (track === undefined) return false;
    if (number !== track.last + 1 && track.last !== 0)
      this.#violated(`heard ${number} of ${peer} after ${track.last}`);
    track.last = number;
    this.#judge.delivered++;
    return true;
  }

  /** A number that a peer said to this member alone. */
  hearsAlone(peer: number, number: number): boolean {
    const track = this.#tracks.get(peer);
    if (track === undefined) return false;
    if (number !== track.privately + 1 && track.privately !== 0)
      this.#violated(`heard ${number} of ${peer} alone after ${track.privately}`);
    track.privately = number;
    this.#judge.privately++;
    return true;
  }

  /** A number that came by UDP: some may be lost, but none comes twice or late. */
  hearsBlast(peer: number, number: number): void {
    const track = this.#tracks.get(peer);
    if (track === undefined) return;
    if (number <= track.blast) this.#violated(`heard blast ${number} of ${peer} after ${track.blast}`);
    track.blast = number;
    this.#judge.blastsDelivered++;
  }

  /** A peer has left: all that it said before was heard. */
  remove(channel: number, peer: number): void {
    const last = this.#tracks.get(peer)?.last ?? 0;
    const said = this.#judge.departures.get(keyOf(channel, peer));
    if (last !== 0 && said !== undefined && last !== said)
      this.#violated(`heard ${peer} up to ${last} only, who said ${said} before it left`);
    this.#tracks.delete(peer);
  }

  /** How many peers have said more than was heard; `said` tells what one said last, undefined where it is elsewhere. */
  missing(said: (peer: number) => number | undefined): number {
    let count = 0;
    for (const [peer, { last }] of this.#tracks) if (said(peer) !== undefined && said(peer) !== last) count++;
    return count;
  }
}
