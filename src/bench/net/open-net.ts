import { BunNet } from "./bun-net.ts";
import { libc } from "./libc.ts";
import { LinuxNet } from "./linux-net.ts";
import type { Net } from "./net.ts";
import { socketAddress } from "./socket-address.ts";

/** Gives what connects clients to a server, by its numeric address. */
export function openNet(address: string, port: number): Net {
  const calls = libc();
  return calls === undefined ? new BunNet(address, port) : new LinuxNet(calls, socketAddress(address, port));
}
