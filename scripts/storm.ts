/**
 * Storms of connections, and whether a new client still connects within 100 ms: `bun scripts/storm.ts`. It starts its
 * own servers on the loopback interface (Linux, where all of 127.0.0.0/8 is there; 10,000 half-open connections need
 * `ulimit -n` above 10,100), prints figures, and ends with status 1 where the promise is broken.
 */
import { Helper } from "./storm/helper.ts";
import { connects, flood, serve } from "./storm/roles.ts";
import { type Flooded, STORMS, type State, type Storm } from "./storm/storms.ts";

const PROMISE = 100;

/** So many new clients come at least, with so many milliseconds between them. */
const CLIENTS = 100;
const PAUSE = 10;

const TRIES = 5;

/** What came of a storm. */
interface Weather {
  /** How long new clients took to connect, in milliseconds, the fastest first. */
  readonly times: readonly number[];
  /** How much later than asked for this script was woken, at most: what the machine itself does to anybody. */
  readonly late: number;
  readonly state: State;
  /** How much of a second the server is busy when the storm is over, in milliseconds. */
  readonly idle: number;
  readonly flooded: Flooded;
}

async function weather({ settings = {}, descriptors, flood: storm }: Storm): Promise<Weather> {
  const limited = ["sh", "-c", `ulimit -n ${descriptors} && exec "$@"`, "sh"];
  await using server = new Helper(
    ["serve", JSON.stringify(settings)],
    descriptors === undefined ? [] : limited,
  );
  const port = await server.next<number>();
  // It stands for other machines, which take no time of the server's.
  await using flooder = new Helper(["flood", String(port), JSON.stringify(storm)], ["nice", "-n", "10"]);
  if (storm.kind === "hold") await flooder.told();
  const times: number[] = [];
  let late = 0;
  while (!flooder.hasTold || times.length < CLIENTS) {
    times.push(await connects(port, times.length));
    const now = performance.now();
    await Bun.sleep(PAUSE);
    late = Math.max(late, performance.now() - now - PAUSE);
  }
  const flooded = await flooder.next<Flooded>();
  const before = await stateOf(server);
  await Bun.sleep(1000);
  const state = await stateOf(server);
  return { times: times.sort((a, b) => a - b), late, state, idle: state.busy - before.busy, flooded };
}

async function stateOf(server: Helper): Promise<State> {
  server.ask();
  return await server.next<State>();
}

/** Prints what came of a storm; returns whether the promise was kept. */
function report(
  { problem, flood: { count } }: Storm,
  { times, late, state, idle, flooded }: Weather,
): boolean {
  const at = (share: number) => times[Math.floor((times.length - 1) * share)] as number;
  const counted = Object.entries(state.counters).filter(([name, n]) => /^(refused|made)/.test(name) && n > 0);
  const calm = counted.length === 0 && flooded.made < count ? "the flood did not come about" : undefined;
  const verdict = at(1) > PROMISE ? "TOO SLOW" : (calm ?? problem?.(state, idle) ?? "kept");
  const shown = [...counted.map(([name, n]) => `${name} ${n}`), `${state.megabytes.toFixed(0)} MB`].join(
    ", ",
  );
  const [p50, p99, slowest, noise] = [at(0.5), at(0.99), at(1), late].map((ms) => ms.toFixed(1));
  console.log(`  ${verdict}: ${flooded.made} connections in ${(flooded.lasted / 1000).toFixed(1)} s`);
  console.log(
    `    ${times.length} new clients: p50 ${p50}, p99 ${p99}, slowest ${slowest} ms (timers up to ${noise} late)`,
  );
  console.log(`    then ${state.descriptors} descriptors open, ${shown}`);
  return verdict === "kept";
}

/** A busy machine makes everybody wait: a storm may be tried again. */
async function keeps(storm: Storm): Promise<boolean> {
  console.log(storm.title);
  for (let i = 0; i < TRIES; i++) if (report(storm, await weather(storm))) return true;
  return false;
}

const [role, first = "", second = ""] = process.argv.slice(2);
if (role === "serve") await serve(JSON.parse(first));
else if (role === "flood") await flood(Number(first), JSON.parse(second));
else {
  let kept = true;
  for (const storm of STORMS) kept = (await keeps(storm)) && kept;
  console.log(kept ? "a new client connects within 100 ms" : "THE PROMISE IS BROKEN");
  process.exit(kept ? 0 : 1);
}
