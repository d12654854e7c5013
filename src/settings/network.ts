import * as v from "valibot";

/**
 * An IP address as a number of 129 bits: the highest one says that it is IPv4, whose 32 bits come next. So what two
 * addresses of one kind have in common is what their numbers begin with, and no IPv4 address begins like an IPv6 one.
 */
export type Address = bigint;

/** The addresses that begin alike. */
export interface Network {
  /** An address of theirs without the bits in which they differ. */
  readonly prefix: bigint;
  /** How many bits they have in common: at most 32 of IPv4, 128 of IPv6. */
  readonly length: number;
}

const BITS = 128;
const IPV4_BITS = 32;
const IPV4_FLAG = 1n << 128n;

/** What an IPv4-mapped IPv6 address begins with, and how long that is. */
const MAPPED = 0xffffn;
const MAPPED_BITS = 96;

/** An address as text, IPv4 or IPv6 (an IPv4-mapped one is IPv4); undefined where it is none. */
export function parseAddress(text: string): Address | undefined {
  const ipv4 = parseIPv4(text);
  if (ipv4 !== undefined) return IPV4_FLAG | (BigInt(ipv4) << 96n);
  const ipv6 = parseIPv6(text);
  const isMapped = ipv6 !== undefined && ipv6 >> 32n === MAPPED;
  return isMapped ? IPV4_FLAG | ((ipv6 & 0xffff_ffffn) << 96n) : ipv6;
}

/** A network as text: an address, or one and how many of its bits count, such as 10.0.0.0/8. */
export function parseNetwork(text: string): Network | undefined {
  const [host = "", bits, more] = text.trim().split("/");
  const address = parseAddress(host);
  if (address === undefined || more !== undefined) return undefined;
  const most = bitsOf(address);
  if (bits === undefined) return networkOf(address, most);
  const mapping = isIPv4(address) && host.includes(":") ? MAPPED_BITS : 0;
  const length = /^\d{1,3}$/.test(bits) ? Number(bits) - mapping : Number.NaN;
  return length >= 0 && length <= most ? networkOf(address, length) : undefined;
}

/** The network of all addresses whose first `length` bits are those of `address`. */
export function networkOf(address: Address, length: number): Network {
  return { prefix: address >> BigInt(BITS - length), length };
}

/** How many bits an address has that can differ: 32 of IPv4, 128 of IPv6. */
export function bitsOf(address: Address): number {
  return isIPv4(address) ? IPV4_BITS : BITS;
}

function isIPv4(address: Address): boolean {
  return address >= IPV4_FLAG;
}

/** A network in its canonical form: without the length where it is a single address. */
export function networkText({ prefix, length }: Network): string {
  const first = prefix << BigInt(BITS - length);
  const text = isIPv4(first) ? ipv4Text(first) : ipv6Text(first);
  return length === bitsOf(first) ? text : `${text}/${length}`;
}

function ipv4Text(address: Address): string {
  const number = Number((address >> 96n) & 0xffff_ffffn);
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff).join(".");
}

/** The shortest form is that of URLs. */
function ipv6Text(address: Address): string {
  const groups = address.toString(16).padStart(32, "0").match(/.{4}/g) as string[];
  return new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1);
}

/** A leading zero would mean octal to some: it is not taken. */
function parseIPv4(text: string): number | undefined {
  const parts = text.split(".");
  const isPart = (part: string) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256;
  return parts.length === 4 && parts.every(isPart)
    ? parts.reduce((number, part) => number * 256 + Number(part), 0)
    : undefined;
}

function parseIPv6(text: string): bigint | undefined {
  const [before = "", after, more] = text.split("::");
  const head = parseGroups(before, after === undefined);
  const tail = parseGroups(after ?? "", true);
  if (head === undefined || tail === undefined || more !== undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (after === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array<number>(missing).fill(0), ...tail];
  return groups.reduce((number, group) => (number << 16n) | BigInt(group), 0n);
}

/** Groups of 16 bits between colons; the last two of an address may be written as IPv4. */
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
