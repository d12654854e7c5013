import * as v from "valibot";

/**
 * Addresses that begin alike, as what they begin with: "4" or "6" for their kind, then a character for every bit. A
 * network of another one begins with it.
 */
export type Network = string & { readonly isNetwork: true };

/** A network of one: all of its bits, 32 of IPv4, 128 of IPv6. */
export type Address = Network;

const IPV4_BITS = 32;
const IPV6_BITS = 128;
const GROUP_BITS = 16;

/** What an IPv4-mapped IPv6 address begins with. */
const MAPPED = `6${"0".repeat(80)}${"1".repeat(16)}`;

/** An address as text, IPv4 or IPv6 (an IPv4-mapped one is IPv4); undefined where it is none. */
export function parseAddress(text: string): Address | undefined {
  const ipv4 = parseIPv4(text);
  if (ipv4 !== undefined) return `4${bits(ipv4, IPV4_BITS)}` as Address;
  const groups = parseIPv6(text);
  if (groups === undefined) return undefined;
  const ipv6 = `6${groups.map((group) => bits(group, GROUP_BITS)).join("")}` as Address;
  return ipv6.startsWith(MAPPED) ? (`4${ipv6.slice(MAPPED.length)}` as Address) : ipv6;
}

/** A network as text: an address, or one and how many of its bits count, such as 10.0.0.0/8. */
export function parseNetwork(text: string): Network | undefined {
  const [host = "", count, more] = text.trim().split("/");
  const address = parseAddress(host);
  if (address === undefined || more !== undefined) return undefined;
  if (count === undefined) return address;
  const isMapped = isIPv4(address) && host.includes(":");
  const length = /^\d{1,3}$/.test(count) ? Number(count) - (isMapped ? MAPPED.length - 1 : 0) : Number.NaN;
  return length >= 0 && length <= lengthOf(address) ? networkOf(address, length) : undefined;
}

/** The network of all addresses whose first `length` bits are those of `address`. */
export function networkOf(address: Address, length: number): Network {
  return address.slice(0, 1 + length) as Network;
}

/** How many bits the addresses of a network have in common. */
export function lengthOf(network: Network): number {
  return network.length - 1;
}

export function isIPv4(network: Network): boolean {
  return network.startsWith("4");
}

/** A network in its canonical form: without the length where it is a single address. */
export function networkText(network: Network): string {
  const most = isIPv4(network) ? IPV4_BITS : IPV6_BITS;
  const first = network.slice(1).padEnd(most, "0");
  const text = isIPv4(network) ? numbers(first, 8).join(".") : ipv6Text(first);
  return lengthOf(network) === most ? text : `${text}/${lengthOf(network)}`;
}

/** The shortest form is that of URLs. */
function ipv6Text(all: string): string {
  const groups = numbers(all, GROUP_BITS).map((group) => group.toString(16));
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}

function bits(number: number, count: number): string {
  return number.toString(2).padStart(count, "0");
}

/** The numbers that each so many bits are. */
function numbers(all: string, count: number): number[] {
  return Array.from({ length: all.length / count }, (_, i) =>
    Number.parseInt(all.slice(i * count, (i + 1) * count), 2),
  );
}

/** A leading zero would mean octal to some: it is not taken. */
function parseIPv4(text: string): number | undefined {
  const parts = text.split(".");
  const isPart = (part: string) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256;
  return parts.length === 4 && parts.every(isPart)
    ? parts.reduce((number, part) => number * 256 + Number(part), 0)
    : undefined;
}

/** The eight groups of 16 bits. */
function parseIPv6(text: string): number[] | undefined {
  const [before = "", after, more] = text.split("::");
  const head = parseGroups(before, after === undefined);
  const tail = parseGroups(after ?? "", true);
  if (head === undefined || tail === undefined || more !== undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (after === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...head, ...Array<number>(missing).fill(0), ...tail];
}

/** Groups between colons; the last two of an address may be written as IPv4. */
function parseGroups(text: string, isEnd: boolean): number[] | undefined {
  if (text === "") return [];
  const parts = text.split(":");
  const ipv4 = isEnd ? parseIPv4(parts.at(-1) as string) : undefined;
  if (ipv4 !== undefined) parts.splice(-1, 1, (ipv4 >>> 16).toString(16), (ipv4 & 0xffff).toString(16));
  return parts.every((part) => /^[0-9a-f]{1,4}$/i.test(part))
    ? parts.map((part) => Number.parseInt(part, 16))
    : undefined;
}

const FORM = "addresses and networks such as 127.0.0.0/8, ::1, fc00::/7";

/** Networks as text, with commas between; null where one of them is none. */
export function parseNetworks(text: string): readonly Network[] | null {
  if (text.trim() === "") return [];
  const networks = text.split(",").map(parseNetwork);
  return networks.includes(undefined) ? null : (networks as Network[]);
}

/** Schema: networks as text in, {@link Network}s out. */
export const networks = v.pipe(
  v.string(FORM),
  v.check((text) => parseNetworks(text) !== null, FORM),
  v.transform((text) => parseNetworks(text) ?? []),
);
