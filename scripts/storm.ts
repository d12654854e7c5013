/**
 * Storms of connections, and whether a new client still connects within 100 ms: `bun scripts/storm.ts`. It starts its
 * own servers on the loopback interface (Linux, where all of 127.0.0.0/8 is there), prints figures, and ends with
 * status 1 where the promise is broken.
 */
import { readdirSync } from "node:fs";
import { Relay, type SettingsInput } from "../src/index.ts";
import type { Counters } from "../src/session/counters.ts";
import { readSettings } from "../src/settings/read.ts";

const PROMISE = 100;
const HOST = "127.0.0.1";

/** How many addresses new clients come from, so that none of them comes too often: 127.0.0.2 and so on. */
const HOMES = 200;
const CONNECT = Uint8Array.from([0, 0x00, 11, 0, ...Buffer.from("revision 3")]);

/** How a server is started, what comes over it, and what must be true of it then. */
interface Storm {
  readonly title: string;
  readonly settings?: SettingsInput;
  /** So many descriptors and no more. */
  readonly descriptors?: number;
  readonly flood: Flood;
  /** What is wrong, if anything. */
  readonly problem?: (state: State, idle: number) => string | undefined;
}

/** Connections that close at once, so many under way at a time; or that stay open, saying nothing. */
interface Flood {
  readonly kind: "close" | "hold";
  readonly count: number;
  /** From how many addresses. */
  readonly addresses: number;
}

/** A server's state. */
interface State {
  readonly counters: Readonly<Counters>;
  readonly descriptors: number;
  /** Processor time since the start, in milliseconds. */
  readonly busy: number;
  readonly megabytes: number;
}

const UNDER_WAY = 64;

const STORMS: readonly Storm[] = [
  {
    title: "50,000 connect and close, from an exempt address",
    flood: { kind: "close", count: 50_000, addresses: 1 },
  },
  {
    title: "50,000 connect and close, from one address that is not",
    settings: { limits: { exempt: "" } },
    flood: { kind: "close", count: 50_000, addresses: 1 },
    problem: ({ counters }) => (counters.refusedConnectRate === 0 ? "nobody was refused" : undefined),
  },
  {
    title: "50,000 connect and close, from 5,000 addresses",
    settings: { limits: { exempt: "" } },
    flood: { kind: "close", count: 50_000, addresses: 5000 },
  },
  {
    title: "10,000 half-open, from an exempt address",
    flood: { kind: "hold", count: 10_000, addresses: 1 },
    problem: ({ descriptors }) => (descriptors < 10_000 ? "they are not open" : undefined),
  },
  {
    title: "10,000 half-open, from one address that is not",
    settings: { limits: { exempt: "" } },
    flood: { kind: "hold", count: 10_000, addresses: 1 },
    problem: ({ descriptors }) => (descriptors > 100 ? "more than limits.pendingPerAddress" : undefined),
  },
  {
    title: "10,000 half-open, from 5,000 addresses, where limits.pending is 1,000",
    settings: { limits: { exempt: "", pending: 1000 } },
    flood: { kind: "hold", count: 10_000, addresses: 5000 },
    problem: ({ descriptors, counters }) =>
      descriptors > 1100 || counters.madeWay < 8000 ? "more than limits.pending" : undefined,
  },
  {
    title: "1,000 half-open, where there are 256 descriptors",
    descriptors: 256,
    flood: { kind: "hold", count: 1000, addresses: 1 },
    problem: (_state, idle) => (idle > 200 ? "it spins" : undefined),
  },
];

/** A process of this script in another role; what it tells is awaited one by one. */
class Helper {
  readonly #process: Bun.Subprocess;
  readonly #told: unknown[] = [];
  #wake = () => {};

  constructor(args: readonly string[], descriptors?: number) {
    const command = [process.execPath, import.meta.path, ...args];
    const limited = ["sh", "-c", `ulimit -n ${descriptors} && exec "$@"`, "sh", ...command];
    this.#process = Bun.spawn(descriptors === undefined ? command : limited, {
      stdio: ["ignore", "inherit", "inherit"],
      ipc: (message) => {
        this.#told.push(message);
        this.#wake();
      },
    });
  }

  ask(): void {
    this.#process.send("?");
  }

  async next<T>(): Promise<T> {
    await this.told();
    return this.#told.shift() as T;
  }

  /** Comes back when there is something to be had by `next`. */
  async told(): Promise<void> {
    while (this.#told.length === 0) {
      if (this.#process.exitCode !== null) throw new Error("a helper ended");
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await Promise.race([promise, this.#process.exited]);
    }
  }

  get hasTold(): boolean {
    return this.#told.length > 0;
  }

  async end(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#process.exited;
  }
}

/** The role of the server: says its port, then its state whenever it is asked. */
async function serve(settings: SettingsInput): Promise<void> {
  const server = { ...settings.server, host: HOST, port: 0 };
  const relay = await Relay.start(readSettings({ ...settings, server }));
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

/** The role of the flood: says how long it took, in milliseconds. */
async function flood(port: number, { kind, count, addresses }: Flood): Promise<void> {
  const began = performance.now();
  let next = 0;
  const one = async () => {
    while (next < count) {
      const n = next++;
      await connection(port, addresses === 1 ? undefined : addressOf(n % addresses), (socket) => {
        if (kind === "close") n % 2 === 0 ? socket.end() : socket.terminate();
      });
    }
  };
  await Promise.all(Array.from({ length: UNDER_WAY }, one));
  process.send?.(performance.now() - began);
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

/** How long it takes a new client to be accepted: from nothing to its Connect response, in milliseconds. */
function connects(port: number, home: number): Promise<number> {
  const began = performance.now();
  const { promise, resolve } = Promise.withResolvers<number>();
  const socket = {
    open: (opened: Bun.Socket) => void opened.write(CONNECT),
    data: (answering: Bun.Socket, [, , , success]: Uint8Array) => {
      resolve(success === 1 ? performance.now() - began : Number.POSITIVE_INFINITY);
      answering.end();
    },
    close: () => resolve(Number.POSITIVE_INFINITY),
    error: () => {},
  };
  const options = { hostname: HOST, port, localAddress: `127.0.0.${2 + (home % HOMES)}`, socket };
  Bun.connect(options as never).catch(() => resolve(Number.POSITIVE_INFINITY));
  return promise;
}

/** Whether a storm kept the promise; prints what came of it. */
async function weather(storm: Storm): Promise<boolean> {
  const server = new Helper(["serve", JSON.stringify(storm.settings ?? {})], storm.descriptors);
  const port = await server.next<number>();
  const flooder = new Helper(["flood", String(port), JSON.stringify(storm.flood)]);
  const times: number[] = [];
  if (storm.flood.kind === "hold") await flooder.told();
  while (!flooder.hasTold || times.length < 100) {
    times.push(await connects(port, times.length));
    await Bun.sleep(10);
  }
  const lasted = await flooder.next<number>();
  const [before, state] = [await stateOf(server), await Bun.sleep(1000).then(() => stateOf(server))];
  await Promise.all([flooder.end(), server.end()]);
  times.sort((a, b) => a - b);
  const slowest = times.at(-1) as number;
  const problem = slowest > PROMISE ? "too slow" : storm.problem?.(state, state.busy - before.busy);
  const at = (share: number) => (times[Math.floor((times.length - 1) * share)] as number).toFixed(1);
  const { counters, descriptors, megabytes } = state;
  const counted = Object.entries(counters).filter(
    ([name, count]) => /^refused|^made/.test(name) && count > 0,
  );
  console.log(`${storm.title}: ${problem ?? "kept"}
  in ${(lasted / 1000).toFixed(1)} s; ${times.length} new clients: p50 ${at(0.5)}, p99 ${at(0.99)}, slowest ${at(1)} ms
  then ${descriptors} descriptors, ${megabytes.toFixed(0)} MB, ${counted.map((entry) => entry.join(" ")).join(", ")}`);
  return problem === undefined;
}

async function stateOf(server: Helper): Promise<State> {
  server.ask();
  return await server.next<State>();
}

const [role, ...args] = process.argv.slice(2);
if (role === "serve") await serve(JSON.parse(args[0] as string));
else if (role === "flood") await flood(Number(args[0]), JSON.parse(args[1] as string));
else {
  let kept = true;
  for (const storm of STORMS) kept = (await weather(storm)) && kept;
  process.exit(kept ? 0 : 1);
}
