// What encryption costs: messages of 1 KiB to a channel of 100 by TCP and over TLS in turn, as fast as they come, and
// the memory of idle clients by each transport. Makes its certificate with openssl. Prints a line for each, and ends
// with status 1 where TLS delivers less than half of what TCP does, or an idle wss client takes more than 40 KB.
//   bun scripts/encryption.ts [ROUNDS] [IDLE CLIENTS]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selfSigned } from "../src/cli/cert.ts";
import { enterIdle, type IdleBy } from "./load/idle.ts";
import { leaveCoreToServer, median, NO_RATES, Server } from "./load/load.ts";
import { Saturation } from "./load/saturation.ts";

const ROUNDS = Number(process.argv[2] ?? 5);
const IDLE = Number(process.argv[3] ?? 5000);
const LEAST_SHARE = 0.5;
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

function start(): Promise<Server> {
  return Server.start([...NO_RATES, ...certificate]);
}

function portOf(server: Server, by: IdleBy): number {
  if (by === "tcp" || by === "ws") return server.port;
  const [, port] = (by === "tls" ? /TLS: port (\d+)/ : /by https and wss port (\d+)/).exec(server.said) ?? [];
  return Number(port);
}

interface Measured {
  readonly deliveries: number;
  /** Processor time of the server for a delivery, in microseconds; and the part of a core that each side used. */
  readonly cost: number;
  readonly server: number;
  readonly load: number;
}

async function saturate(by: "tcp" | "tls"): Promise<Measured> {
  await using server = await start();
  const load = await Saturation.of(portOf(server, by), { encrypted: by === "tls" });
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

async function compare(): Promise<void> {
  const runs: Record<"tcp" | "tls", Measured[]> = { tcp: [], tls: [] };
  for (let round = 0; round < ROUNDS; round++)
    for (const by of ["tcp", "tls"] as const) runs[by].push(await saturate(by));
  for (const by of ["tcp", "tls"] as const) {
    const middle = (of: keyof Measured) => median(runs[by].map((run) => run[of]));
    const busy = (of: "server" | "load") => `${Math.round(middle(of) * 100)} %`;
    console.log(
      `${by}: ${Math.round(middle("deliveries")).toLocaleString("en")} deliveries/s of 1 KiB, ` +
        `${middle("cost").toFixed(2)} us each; the server is ${busy("server")} busy, the load ${busy("load")}`,
    );
  }
  const ratios = runs.tls.map(({ deliveries }, i) => deliveries / (runs.tcp[i]?.deliveries ?? Number.NaN));
  const share = median(ratios);
  if (!(share >= LEAST_SHARE)) process.exitCode = 1;
  // Where something else has taken the processor, only what the server itself has used of it tells anything.
  const work = median(runs.tcp.map(({ cost }) => cost)) / median(runs.tls.map(({ cost }) => cost));
  const each = ratios.map((ratio) => ratio.toFixed(2)).join(", ");
  console.log(`tls / tcp: ${share.toFixed(2)} (${each}); by the server's processor time ${work.toFixed(2)}`);
}

async function idle(by: IdleBy): Promise<void> {
  await using server = await start();
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
  if (ROUNDS > 0) await compare();
  if (IDLE > 0) for (const by of ["tcp", "tls", "ws", "wss"] as const) await idle(by);
} finally {
  rmSync(folder, { recursive: true });
}
process.exit();
