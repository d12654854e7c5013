import type { NetworkInterfaceInfo } from "node:os";

/** An address that a player can connect to. */
export interface Reachable {
  /** With its port, an IPv6 one in brackets. */
  readonly address: string;
  /** False for an address that only programs on this machine reach. */
  readonly remote: boolean;
}

/** Interfaces by name, as `os.networkInterfaces()` gives them. */
export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** The families that a wildcard host stands for. */
const WILDCARDS: Readonly<Record<string, readonly string[]>> = {
  "::": ["IPv4", "IPv6"],
  "0.0.0.0": ["IPv4"],
};

/** Good on one link only, and of no use without naming the interface too. */
const LINK_LOCAL = /^fe[89ab]/i;
const LOOPBACK = /^(127\.|::1$|localhost$)/i;

/** The addresses that a server listening on `host` can be reached at: this machine's own first. */
export function reachable(host: string, port: number, interfaces: Interfaces): Reachable[] {
  const families = WILDCARDS[host];
  const addresses = families === undefined ? [host] : addressesOf(interfaces, families);
  const all = addresses.map((address) => ({
    address: address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`,
    remote: !LOOPBACK.test(address),
  }));
  return all.sort((a, b) => Number(a.remote) - Number(b.remote));
}

function addressesOf(interfaces: Interfaces, families: readonly string[]): string[] {
  return Object.values(interfaces)
    .flatMap((infos) => infos ?? [])
    .filter(({ family, address }) => families.includes(family) && !LINK_LOCAL.test(address))
    .map(({ address }) => address);
}
