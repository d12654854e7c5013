// What WebSocket and encryption cost: messages to a channel of 100, as fast as they come, by TCP and otherwise in turn,
// and the memory of idle clients by each transport. Makes its certificate with openssl. Prints a line for each, and
// ends with status 1 where WebSocket delivers less than 0.9 of what TCP does (32 bytes; 0.35 on the relay port), TLS less
// than half (1 KiB), or where an idle wss client takes more than 40 KB.
//   bun scripts/transports.ts [ROUNDS] [IDLE CLIENTS]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selfSigned } from "../src/cli/cert.ts";
import type { CarriedBy } from "./load/client.ts";
import { enterIdle } from "./load/idle.ts";
import { leaveCoreToServer, median, NO_RATES, Server } from "./load/load.ts";
import { Saturation } from "./load/saturation.ts";

const ROUNDS = Number(process.argv[2] ?? 5);
const IDLE = Number(process.argv[3] ?? 5000);

/** What is compared with TCP: by what, on which port, with messages of so many bytes; and the least part of it. */
const COMPARISONS = [
  { title: "WebSocket", by: "ws", port: "ws", size: 32, least: 0.9 },
  { title: "WebSocket on the relay port", by: "ws", port: "tcp", size: 32, least: 0.35 },
  { title: "TLS", by: "tls", port: "tls", size: 1024, least: 0.5 },
] as const;

type Kind = (typeof COMPARISONS)[number];

const MOST_IDLE = 40_000;

/** Before and while it is measured, in milliseconds. */
const WARM_UP = 1000;
const SPAN = 3000;

/** So long after the last client the server has let go of what it needed for them to connect: milliseconds. */
const SETTLED = 4000;

/** So many clients first, so that what is made once counts for nobody. */
const FIRST = 200;

const folder = mkdtempSync(join(tmpdir(), "greenwing-"));
const certificate = [`tls.cert=${join(folder, "cert.pem")}`, `tls.key=${join(folder, "key.pem")}`];

/** Where the server says which port is for whom. */
const PORTS = {
  tcp: /listens on port (\d+)/,
  tls: /TLS: port (\d+)/,
  ws: /\(WebSocket\): port (\d+)/,
  wss: /by https and wss port (\d+)/,
} as const;

function portOf(server: Server, by: CarriedBy): number {
  const [, port] = PORTS[by].exec(server.said) ?? [];
  return Number(port);
}

function startFor(by: CarriedBy): Promise<Server> {
  return Server.start([...NO_RATES, ...(by === "tls" || by === "wss" ? certificate : [])]);
}

interface Measured {
  readonly deliveries: number;
  /** Processor time of the server for a delivery, in microseconds; and the part of a core that each side used. */
  readonly cost: number;
  readonly server: number;
  readonly load: number;
}

async function saturate(by: CarriedBy, port: CarriedBy, size: number): Promise<Measured> {
  await using server = await startFor(port);
  const load = await Saturation.of(portOf(server, port), by, size);
  load.begin();
  await Bun.sleep(WARM_UP);
  const before = {
    at: performance.now(),
    computed: server.computed(),
    own: process.cpuUsage(),
    ...load.count(),
  };
  await Bun.sleep(SPAN);
  const took = performance.now() - before.at;
  const deliveries = load.count().deliveries - before.deliveries;
  const computed = server.computed() - before.computed;
  const own = process.cpuUsage(before.own);
  await load.end();
  return {
    deliveries: (deliveries / took) * 1000,
    cost: (computed / deliveries) * 1000,
    server: computed / took,
    load: (own.user + own.system) / 1000 / took,
  };
}

async function compare({ title, by, port, size, least }: Kind): Promise<void> {
  const plain: Measured[] = [];
  const other: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    plain.push(await saturate("tcp", "tcp", size));
    other.push(await saturate(by, port, size));
  }
  for (const [name, runs] of [
    ["TCP", plain],
    [title, other],
  ] as const) {
    const middle = (of: keyof Measured) => median(runs.map((run) => run[of]));
    const busy = (of: "server" | "load") => `${Math.round(middle(of) * 100)} %`;
    console.log(
      `${name}: ${Math.round(middle("deliveries")).toLocaleString("en")} deliveries/s of ${size} bytes, ` +
        `${middle("cost").toFixed(2)} us each; the server is ${busy("server")} busy, the load ${busy("load")}`,
    );
  }
  const ratios = other.map(({ deliveries }, i) => deliveries / (plain[i]?.deliveries ?? Number.NaN));
  const share = median(ratios);
  const isLess = !(share >= least);
  if (isLess) process.exitCode = 1;
  // Where something else has taken the processor, only what the server itself has used of it tells anything.
  const work = median(plain.map(({ cost }) => cost)) / median(other.map(({ cost }) => cost));
  const each = ratios.map((ratio) => ratio.toFixed(2)).join(", ");
  console.log(
    `${title} / TCP: ${share.toFixed(2)} (${each})${isLess ? `, LESS THAN ${least}` : ""}; ` +
      `by the server's processor time ${work.toFixed(2)}`,
  );
}

async function idle(by: CarriedBy): Promise<void> {
  await using server = await startFor(by);
  const port = portOf(server, by);
  const first = await enterIdle(by, port, FIRST);
  await Bun.sleep(SETTLED);
  const before = server.resident();
  const began = performance.now();
  const rest = await enterIdle(by, port, IDLE);
  const took = (performance.now() - began) / 1000;
  await Bun.sleep(SETTLED);
  const each = (server.resident() - before) / IDLE;
  if (by === "wss" && !(each <= MOST_IDLE)) process.exitCode = 1;
  console.log(
    `${IDLE} idle clients by ${by}: ${(each / 1000).toFixed(1)} KB each, connected in ${took.toFixed(1)} s`,
  );
  for (const end of [...first, ...rest]) end();
}

leaveCoreToServer();
try {
  await selfSigned("localhost", folder);
  if (ROUNDS > 0) for (const kind of COMPARISONS) await compare(kind);
  if (IDLE > 0) for (const by of ["tcp", "tls", "ws", "wss"] as const) await idle(by);
} finally {
  rmSync(folder, { recursive: true });
}
process.exit();
