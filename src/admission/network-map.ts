import { type Address, lengthOf, type Network, networkOf } from "../settings/network.ts";

/** Values by network. Looking up an address costs as much as there are lengths of networks, not networks. */
export class NetworkMap<T> {
  readonly #values = new Map<Network, T>();
  /** How many networks there are of each length that there are any of, and those lengths, the longest first. */
  readonly #counts = new Map<number, number>();
  readonly #lengths: number[] = [];

  get size(): number {
    return this.#values.size;
  }

  /** The value of the narrowest network that `address` is in and whose value is `wanted`. */
  find(address: Address, wanted: (value: T) => boolean = () => true): T | undefined {
    for (const length of this.#lengths) {
      const value = this.#values.get(networkOf(address, length));
      if (value !== undefined && wanted(value)) return value;
    }
    return undefined;
  }

  set(network: Network, value: T): void {
    if (!this.#values.has(network)) this.#count(lengthOf(network), 1);
    this.#values.set(network, value);
  }

  /** Takes out the value of exactly this network. Returns whether it had one. */
  delete(network: Network): boolean {
    const had = this.#values.delete(network);
    if (had) this.#count(lengthOf(network), -1);
    return had;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#values.values();
  }

  #count(length: number, more: number): void {
    const before = this.#counts.get(length) ?? 0;
    this.#counts.set(length, before + more);
    if (before === 0) this.#lengths.splice(this.#placeOf(length), 0, length);
    else if (before + more === 0) this.#lengths.splice(this.#placeOf(length), 1);
  }

  /** Where a length stands, or would stand, among the others. */
  #placeOf(length: number): number {
    const place = this.#lengths.findIndex((other) => other <= length);
    return place < 0 ? this.#lengths.length : place;
  }
}
