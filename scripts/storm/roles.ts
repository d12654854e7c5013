import { readdirSync } from "node:fs";
import { Relay, type SettingsInput } from "../../src/index.ts";
import type { Flood, Flooded, State } from "./storms.ts";

const HOST = "127.0.0.1";

/** How many addresses new clients come from, so that none of them comes too often: 127.0.0.2 and so on. */
const HOMES = 200;
const CONNECT = Uint8Array.from([0, 0x00, 11, 0, ...Buffer.from("revision 3")]);

/** How long a new client waits before it gives up, in milliseconds. */
const PATIENCE = 5000;

/** So many connections of a flood are under way at a time. */
const UNDER_WAY = 64;

/** The role of the server: says its port, then its state whenever it is asked. */
export async function serve({ hooks: _, ...settings }: SettingsInput): Promise<void> {
  const relay = await Relay.listen({ ...settings, host: HOST, port: 0, logger: () => {} });
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    const state: State = {
      counters: relay.counters,
      descriptors: readdirSync("/proc/self/fd").length,
      busy: (user + system) / 1000,
      megabytes: process.memoryUsage.rss() / 2 ** 20,
    };
    process.send?.(state);
  });
  process.send?.(relay.port);
}

/** The nth address of 127.0.0.0/8, from 127.1.0.0 on. */
function addressOf(n: number): string {
  return `127.1.${n >> 8}.${n & 0xff}`;
}

/** The role of the flood: says what came of it. */
export async function flood(port: number, { kind, count, addresses }: Flood): Promise<void> {
  const began = performance.now();
  let next = 0;
  let made = 0;
  const one = async () => {
    while (next < count) {
      const n = next++;
      await connection(port, addresses === 1 ? undefined : addressOf(n % addresses), (socket) => {
        made++;
        if (kind === "close") n % 2 === 0 ? socket.end() : socket.terminate();
      });
    }
  };
  await Promise.all(Array.from({ length: UNDER_WAY }, one));
  const flooded: Flooded = { made, lasted: performance.now() - began };
  process.send?.(flooded);
}

/** Opens a connection, and comes back when it is there or cannot be. */
async function connection(
  port: number,
  localAddress: string | undefined,
  open: (socket: Bun.Socket) => void,
) {
  const socket = { open, data() {}, error() {} };
  await Bun.connect({ hostname: HOST, port, localAddress, socket } as never).catch(() => {});
}

/**
 * How long it takes a new client to be accepted, from nothing to its Connect response, in milliseconds; infinite where
 * it is not, or does not get to know.
 */
export function connects(port: number, home: number): Promise<number> {
  const began = performance.now();
  const { promise, resolve } = Promise.withResolvers<number>();
  const never = () => resolve(Number.POSITIVE_INFINITY);
  const timer = setTimeout(never, PATIENCE);
  const socket = {
    open: (opened: Bun.Socket) => void opened.write(CONNECT),
    data: (answering: Bun.Socket, [, , , success]: Uint8Array) => {
      resolve(success === 1 ? performance.now() - began : Number.POSITIVE_INFINITY);
      answering.end();
    },
    close: never,
    error: () => {},
  };
  const options = { hostname: HOST, port, localAddress: `127.0.0.${2 + (home % HOMES)}`, socket };
  Bun.connect(options as never).catch(never);
  return promise.finally(() => clearTimeout(timer));
}
