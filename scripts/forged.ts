// What a flood of forged datagrams does to a room of sixteen, in which everybody says sixty messages a second: latency
// without and with the flood, in turn. The server, the flood and the room are processes of their own.
//   bun scripts/forged.ts --rate 100000 --seconds 5 --rounds 3
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Room } from "./forged/room.ts";
import { readFlags } from "./tool/flags.ts";
import { median } from "./tool/numbers.ts";
import { ServerProcess } from "./tool/server.ts";
import { table } from "./tool/table.ts";

const flags = readFlags(
  "bun scripts/forged.ts: a room of sixteen without and with a flood of forged datagrams",
  {
    rate: { default: 100_000, meaning: "forged datagrams a second" },
    seconds: { default: 5, meaning: "how long each part of a round lasts" },
    rounds: { default: 3, meaning: "how often both parts come, in turn" },
  },
);

/** The room's 99th percentile is to stay below this: milliseconds. */
const MOST_P99 = 5;
/** The flood must come to so much of its rate, or it is none. */
const LEAST_RATE = 0.95;

/** One part of a round. */
interface Part {
  readonly p50: number;
  readonly p99: number;
  /** The part of a core that the server used. */
  readonly used: number;
}

interface Flood extends Part {
  readonly rate: number;
  readonly answers: number;
  /** What part of it the system dropped, since the server's receive buffer was full. */
  readonly dropped: number;
}

const server = await ServerProcess.start(["--set", "udp.rebindAfter=30s"]);
const room = await Room.of(server.port);
room.start();
await Bun.sleep(2000);
const linesBefore = server.lines;

const quiet: Part[] = [];
const floods: Flood[] = [];
for (let round = 0; round < flags.rounds; round++) {
  quiet.push(await measure());
  floods.push(await flood());
}
const lines = server.lines - linesBefore;
room.leave();
await server.stop();

console.log(table([["", "datagrams/s", "dropped", "p50", "p99", "server"], ...rows()]));
const problems = problemsOf();
for (const problem of problems) console.log(problem);
if (problems.length === 0)
  console.log(`The room's p99 stays below ${MOST_P99} ms, and nothing was answered or logged.`);
process.exit(problems.length === 0 ? 0 : 1);

async function measure(): Promise<Part> {
  room.latencies.clear();
  const [before, startedAt] = [server.computed ?? Number.NaN, performance.now()];
  await Bun.sleep(flags.seconds * 1000);
  const used = ((server.computed ?? Number.NaN) - before) / ((performance.now() - startedAt) / 1000);
  return { p50: room.latencies.percentile(0.5), p99: room.latencies.percentile(0.99), used };
}

async function flood(): Promise<Flood> {
  const seconds = flags.seconds + 1;
  const dropsBefore = drops();
  const flooder = Bun.spawn(
    [
      process.execPath,
      join(import.meta.dir, "forged", "flood.ts"),
      server.port,
      flags.rate,
      seconds,
      room.ids,
    ].map(String),
    { stdout: "pipe", stderr: "inherit", timeout: (seconds + 20) * 1000 },
  );
  const reader = flooder.stdout.getReader();
  await reader.read();
  const part = await measure();
  const { value } = await reader.read();
  const told = JSON.parse(Buffer.from(value ?? "").toString());
  await flooder.exited;
  return {
    ...part,
    rate: told.sent / told.seconds,
    answers: told.answers,
    dropped: (drops() - dropsBefore) / told.sent,
  };
}

/** How many datagrams the system has dropped at the server's socket; NaN where it does not say. */
function drops(): number {
  if (!existsSync("/proc/net/udp")) return Number.NaN;
  const port = server.port.toString(16).toUpperCase().padStart(4, "0");
  const line = readFileSync("/proc/net/udp", "utf8")
    .split("\n")
    .find((each) => each.includes(`:${port} 00000000:0000 `));
  return Number(line?.trim().split(/\s+/).at(-1));
}

function rows(): string[][] {
  const milliseconds = (value: number) => `${value.toFixed(2)} ms`;
  const percent = (part: number) => `${(part * 100).toFixed(1)} %`;
  const cells = ({ p50, p99, used }: Part) => [
    milliseconds(p50),
    milliseconds(p99),
    `${percent(used)} of a core`,
  ];
  return quiet.flatMap((part, i) => {
    const { rate, dropped, ...flooded } = floods[i] as Flood;
    return [
      [`round ${i + 1}, quiet`, "0", "", ...cells(part)],
      [`round ${i + 1}, flooded`, rate.toFixed(0), percent(dropped), ...cells(flooded as Part)],
    ];
  });
}

function problemsOf(): string[] {
  const p99 = median(floods.map((part) => part.p99));
  const rate = median(floods.map((part) => part.rate));
  const answers = floods.reduce((sum, part) => sum + part.answers, 0);
  const problems: string[] = [];
  if (p99 >= MOST_P99) problems.push(`FAILED: the room's p99 is ${p99.toFixed(2)} ms`);
  if (rate < flags.rate * LEAST_RATE)
    problems.push(`FAILED: the flood came to ${rate.toFixed(0)} a second only`);
  if (answers > 0) problems.push(`FAILED: ${answers} datagrams were answered`);
  if (lines > 0) problems.push(`FAILED: the server logged ${lines} lines`);
  return problems;
}
