import { type Address, type Network, networkOf } from "../settings/network.ts";

/** The networks of one length, by their prefixes. */
interface Length<T> {
  readonly length: number;
  readonly values: Map<bigint, T>;
}

/** Values by network. Looking up an address costs as much as there are lengths of networks, not networks. */
export class NetworkMap<T> {
  /** The longest first. */
  #lengths: readonly Length<T>[] = [];

  get size(): number {
    return this.#lengths.reduce((sum, { values }) => sum + values.size, 0);
  }

  /** The value of the narrowest network that `address` is in and whose value is `wanted`. */
  find(address: Address, wanted: (value: T) => boolean = () => true): T | undefined {
    for (const { length, values } of this.#lengths) {
      const value = values.get(networkOf(address, length).prefix);
      if (value !== undefined && wanted(value)) return value;
    }
    return undefined;
  }

  set({ prefix, length }: Network, value: T): void {
    let same = this.#lengths.find((one) => one.length === length);
    if (same === undefined) {
      same = { length, values: new Map() };
      this.#lengths = [...this.#lengths, same].sort((a, b) => b.length - a.length);
    }
    same.values.set(prefix, value);
  }

  /** Takes out the value of exactly this network. Returns whether it had one. */
  delete({ prefix, length }: Network): boolean {
    const same = this.#lengths.find((one) => one.length === length);
    if (same?.values.delete(prefix) !== true) return false;
    if (same.values.size === 0) this.#lengths = this.#lengths.filter((one) => one !== same);
    return true;
  }

  *[Symbol.iterator](): Generator<T> {
    for (const { values } of this.#lengths) yield* values.values();
  }
}
