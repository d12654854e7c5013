import { Arrival } from "./arrival.ts";
import { addressOf } from "./libc.ts";

/** So many are read at a time, each of up to so many bytes. */
const COUNT = 64;
const MOST = 65_536;

/** The layout of an mmsghdr, of 64 bits. */
const HEADER = { size: 64, vectors: 16, count: 24, length: 56 };
const VECTOR = 16;

/** Room for datagrams, in the form that recvmmsg takes. */
export class Datagrams {
  readonly count = COUNT;
  readonly arrival = new Arrival(new Uint8Array(COUNT * MOST));
  readonly #headers = new DataView(new ArrayBuffer(COUNT * HEADER.size));
  readonly #vectors = new BigUint64Array(COUNT * 2);
  readonly headers = addressOf(this.#headers);

  constructor() {
    const [vectors, bytes] = [addressOf(this.#vectors), addressOf(this.arrival.bytes)];
    for (let i = 0; i < COUNT; i++) {
      this.#vectors.set([BigInt(bytes + i * MOST), BigInt(MOST)], 2 * i);
      this.#headers.setBigUint64(i * HEADER.size + HEADER.vectors, BigInt(vectors + i * VECTOR), true);
      this.#headers.setBigUint64(i * HEADER.size + HEADER.count, 1n, true);
    }
  }

  /** The datagram that came at a place. */
  at(place: number, time: number): Arrival {
    const length = this.#headers.getUint32(place * HEADER.size + HEADER.length, true);
    return this.arrival.aim(place * MOST, place * MOST + length, time);
  }
}
