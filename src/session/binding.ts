/** The UDP port that a client has bound by UDPHello: section 3, "binding". */
export class Binding {
  /** As the system writes it: what datagrams are sent to. */
  readonly address: string;
  readonly port: number;
  /** When the last datagram came from it, in milliseconds of the server's clock. */
  heardAt: number;
  /** When the last datagram went to it, as far as `sent` has been looked at. */
  sentAt: number;
  /** Whether a datagram went to it since `sentAt` was set: spares a look at the clock for each. */
  sent = false;

  constructor(address: string, port: number, now: number) {
    this.address = address;
    this.port = port;
    this.heardAt = now;
    this.sentAt = now;
  }

  /** Whether no datagram went to it for so long: section 3, "keep-alive". */
  quiet(now: number, span: number): boolean {
    if (this.sent) {
      this.sent = false;
      this.sentAt = now;
    }
    return now - this.sentAt >= span;
  }

  /** Whether a datagram comes from the bound port. */
  matches(address: string, port: number): boolean {
    return this.port === port && this.address === address;
  }
}

const MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/** Known plain addresses: clients of one address share one text, which saves 100 bytes for each of them. */
const plain = new Map<string, string>();
const MOST_KNOWN = 4096;

/** An IPv4-mapped IPv6 address as the IPv4 address that it is, without a zone: section 3. */
export function plainAddress(address: string): string {
  const known = plain.get(address);
  if (known !== undefined) return known;
  if (plain.size >= MOST_KNOWN) plain.clear();
  const zone = address.indexOf("%");
  const unzoned = zone < 0 ? address : address.slice(0, zone);
  const found = unzoned.replace(MAPPED, "");
  plain.set(address, found);
  return found;
}
