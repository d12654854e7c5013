// What readers that stop do to the others: in a channel of 100 five of whom read no more, the other 94 are to hear the
// last one at no less than 95 % of the rate without these five. As fast as it goes, rounds with and without them in
// turn; every message must come to each of the 94. Either the five may stay for as long as they like, with ever more
// waiting for them, or they are let go as it is by default. What else a machine does makes rounds slower and never
// faster, so the upper quartiles of both kinds are compared. Prints a line for each kind of messages, and ends with
// status 1 where it is less.
//   bun scripts/slow-readers.ts [ROUNDS] [SECONDS]
import { Crowd, leaveCoreToServer, NO_RATES, Server, upperQuartile } from "./load/load.ts";

const ROUNDS = Number(process.argv[2] ?? 15);
const SECONDS = Number(process.argv[3] ?? 0.8);
const LEAST = 0.95;

/** Those who go on, one of whom speaks, and those who stop. */
const READING = 95;
const STOPPED = 5;

/** Bytes of a message, how many of them are on their way, and whether the five are let go. */
const TALKS = [
  { size: 32, window: 8, areLetGo: false },
  { size: 32, window: 64, areLetGo: false },
  { size: 1000, window: 8, areLetGo: false },
  { size: 60_000, window: 8, areLetGo: true },
];

type Talk = (typeof TALKS)[number];

/** Another channel in which they are told so much that the system takes nothing more for them: 42 MB. */
const TORRENT = "Torrent";
const FILLING = { order: "flood", size: 60_000, rate: 700, seconds: 1 } as const;

/** Bytes that a message of the channel has beside what is said, by its size, and those of the one that tells of a leave. */
const header = (size: number) => (size < 249 ? 7 : 9);
const LEAVE = 6;

/** Messages a second to each of those who read. Throws where one of them did not come to one of them. */
async function rate(server: Server, readers: Crowd, talk: Talk, left: number): Promise<number> {
  const { size, window, areLetGo } = talk;
  const before = await readers.quiet(server);
  // Nobody is let go before there is as much as may wait.
  const seconds = areLetGo ? 2 * SECONDS : SECONDS;
  const { exchanged } = await readers.does({ order: "exchange", size, window, seconds });
  const { each, closed } = await readers.quiet(server);
  if (closed > 0) throw new Error(`${closed} of those who read were let go`);
  const { messages, lasted } = exchanged ?? { messages: 0, lasted: Number.NaN };
  const heard = each.map((bytes, i) => bytes - (before.each[i] ?? 0) - left * LEAVE);
  const [, ...others] = heard.map((bytes) => bytes / (size + header(size)));
  if (others.length !== READING - 1 || others.some((count) => count !== messages))
    throw new Error(`not everybody heard all of ${messages} messages: ${others}`);
  return (messages / lasted) * 1000;
}

async function withStopped(server: Server, readers: Crowd, talk: Talk): Promise<number> {
  await using stopped = await Crowd.enter(server.port, STOPPED, "slow", "Room");
  await stopped.does({ order: "say", what: "join", channel: TORRENT });
  await stopped.quiet(server);
  await stopped.does({ order: "stop reading", count: STOPPED });
  if (talk.areLetGo) return await rate(server, readers, talk, STOPPED);
  await using filler = await Crowd.enter(server.port, 1, "filler", TORRENT);
  await filler.does(FILLING);
  return await rate(server, readers, talk, 0);
}

async function measure(talk: Talk): Promise<void> {
  const { size, window, areLetGo } = talk;
  const patient = areLetGo ? [] : ["limits.outboxHard=0", "limits.stallTimeout=0"];
  await using server = await Server.start([...NO_RATES, ...patient]);
  await using readers = await Crowd.enter(server.port, READING, "reader", "Room");
  const rounds: { without: number; including: number }[] = [];
  // The first round is for the compilers.
  for (let count = 0; count <= ROUNDS; count++) {
    const first = count % 2 === 0 ? await rate(server, readers, talk, 0) : Number.NaN;
    const including = await withStopped(server, readers, talk);
    const without = count % 2 === 0 ? first : await rate(server, readers, talk, 0);
    if (count > 0) rounds.push({ without, including });
  }
  const without = upperQuartile(rounds.map((round) => round.without));
  const ratio = upperQuartile(rounds.map((round) => round.including)) / without;
  const isLess = ratio < LEAST;
  if (isLess) process.exitCode = 1;
  const all = rounds.map((round) => round.including / round.without).toSorted((a, b) => a - b);
  console.log(
    `${size} bytes, ${window} on their way, the five ${areLetGo ? "are let go" : "stay"}: ` +
      `${(ratio * 100).toFixed(1)} % of the rate without them (${all[0]?.toFixed(2)} to ${all.at(-1)?.toFixed(2)} in ` +
      `one round)${isLess ? ", TOO SLOW" : ""}; ${((without * (READING - 1)) / 1e6).toFixed(2)} M deliveries/s without, ` +
      `peak ${server.peak().toFixed(0)} MiB`,
  );
}

leaveCoreToServer();
for (const talk of TALKS) await measure(talk);
