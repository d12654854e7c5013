// One client's flood must not make the others wait: what it adds to the p99 of a witness in another channel, with rates
// and without, to channels of a few and of thousands, of small messages and of large ones, at its worst: as fast as it
// may. Rounds with and without the flood take turns. Prints a line for each kind of flood, the median of the rounds,
// and ends with status 1 where one adds more than 5 ms.
//   bun scripts/fairness.ts [ROUNDS]
import { Crowd, leaveCoreToServer, median, NO_RATES, quantile, Server, Witness } from "./load/load.ts";

const ROUNDS = Number(process.argv[2] ?? 5);
const MOST = 5;
const SECONDS = 3;

/** Peers in the channel, and bytes of a message. */
const FLOODS = [
  { peers: 2, size: 32 },
  { peers: 100, size: 32 },
  { peers: 100, size: 8000 },
  { peers: 1000, size: 32 },
  { peers: 4096, size: 32 },
  { peers: 4096, size: 1000 },
  { peers: 4096, size: 60_000 },
];

async function p99(witness: Witness, happens: () => Promise<unknown>): Promise<number> {
  witness.latencies();
  await happens();
  return quantile(witness.latencies(), 0.99);
}

/** A client joins, floods, and is gone: what the server has not taken of it by then is not waited for. */
async function flood(server: Server, witness: Witness, size: number): Promise<number> {
  await using flooder = await Crowd.enter(server.port, 1, "flooder", "Room");
  const found = await p99(witness, () => flooder.does({ order: "flood", size, rate: 0, seconds: SECONDS }));
  // Or the server would go on with what it has of it for minutes, as slowly as the rates allow.
  await flooder.does({ order: "break off" });
  return found;
}

async function measure(rates: readonly string[], peers: number, size: number): Promise<void> {
  await using server = await Server.start(rates);
  using witness = await Witness.enter(server);
  await using crowd = await Crowd.enter(server.port, peers - 1, "peer", "Room");
  const rounds: { quiet: number; flooded: number; received: number }[] = [];
  // The first round is for the compilers.
  for (let count = 0; count <= ROUNDS; count++) {
    const { received: before } = await crowd.quiet(server);
    const quiet = await p99(witness, () => Bun.sleep(SECONDS * 1000));
    const flooded = await flood(server, witness, size);
    const { received } = await crowd.quiet(server);
    if (count > 0) rounds.push({ quiet, flooded, received: received - before });
  }
  const { closed } = await crowd.does({ order: "report" });
  const added = rounds.map(({ quiet, flooded }) => flooded - quiet);
  const isOver = median(added) > MOST;
  if (isOver) process.exitCode = 1;
  console.log(
    `${rates.length === 0 ? "rates on " : "no rates "} ${peers} peers, ${size} bytes: ` +
      `p99 ${median(rounds.map(({ quiet }) => quiet)).toFixed(1)} ms, ` +
      `flooded ${median(rounds.map(({ flooded }) => flooded)).toFixed(1)} ms, ` +
      `added ${median(added).toFixed(1)} ms (${added.map((each) => each.toFixed(1)).join(", ")})` +
      `${isOver ? ", TOO MUCH" : ""}; ` +
      `${(median(rounds.map(({ received }) => received)) / SECONDS / 1e6).toFixed(1)} MB/s to the peers, ` +
      `${closed} of them let go`,
  );
}

leaveCoreToServer();
for (const rates of [[], NO_RATES]) for (const { peers, size } of FLOODS) await measure(rates, peers, size);
