const AF_INET = 2;
const AF_INET6 = 10;

/** An IP address and port as Linux wants them. */
export interface SocketAddress {
  readonly family: number;
  readonly bytes: Uint8Array;
}

/** Gives Linux's form of a numeric address. */
export function socketAddress(address: string, port: number): SocketAddress {
  const isV6 = address.includes(":");
  const bytes = new Uint8Array(isV6 ? 28 : 16);
  const family = isV6 ? AF_INET6 : AF_INET;
  const view = new DataView(bytes.buffer);
  view.setUint16(0, family, true);
  view.setUint16(2, port);
  if (isV6) bytes.set(groups(address), 8);
  else bytes.set(address.split(".").map(Number), 4);
  return { family, bytes };
}

/** The 16 bytes of an IPv6 address. */
function groups(address: string): Uint8Array {
  const [head = "", tail] = address.replace(/%.*/, "").split("::");
  const before = words(head);
  const after = words(tail ?? "");
  const filled = [...before, ...new Array(8 - before.length - after.length).fill(0), ...after];
  return Uint8Array.from(filled.flatMap((word) => [word >> 8, word & 255]));
}

function words(part: string): number[] {
  return part === "" ? [] : part.split(":").map((word) => Number.parseInt(word, 16));
}
