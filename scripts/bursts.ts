// What thousands do at once must not block the others: the longest wait of a witness in another channel while 4,096
// clients of one channel join it, are renamed, speak, leave or hang up, while it is closed, and while 512 clients ask
// for a list of 16,384 channels. Prints a line for each, the median of several rounds, and ends with status 1 where one
// is above 50 ms. That of 4,096 who are in no channel and hang up is for comparison: so long does it take on this
// machine to hear of as many ends.
//   bun scripts/bursts.ts [ROUNDS] [CLIENTS]
import { join } from "node:path";
import { Crowd, leaveCoreToServer, median, quantile, Server, Witness } from "./load/load.ts";

const ROUNDS = Number(process.argv[2] ?? 3);
const COUNT = Number(process.argv[3] ?? 4096);
const MOST = 50;

const COMPARISON = "clients of no channel hang up";

/** Closes a channel where it is told to. */
const HOOKS = join(import.meta.dir, "load", "closing-hooks.ts");

const figures = new Map<string, { longest: number[]; computed: number[]; peak: number[] }>();

/** What is being measured now. */
class Round {
  readonly server: Server;
  readonly #witness: Witness;

  constructor(server: Server, witness: Witness) {
    this.server = server;
    this.#witness = witness;
  }

  async measure(title: string, happens: () => Promise<unknown>): Promise<void> {
    const computed = this.server.computed();
    this.#witness.latencies();
    await happens();
    await Bun.sleep(100);
    const figure = figures.get(title) ?? { longest: [], computed: [], peak: [] };
    figure.longest.push(quantile(this.#witness.latencies(), 1));
    figure.computed.push(this.server.computed() - computed);
    figure.peak.push(this.server.peak());
    figures.set(title, figure);
  }

  enter(count: number, names: string, channel?: string): Promise<Crowd> {
    return Crowd.enter(this.server.port, count, names, channel);
  }
}

async function oneChannel(round: Round): Promise<void> {
  const { server } = round;
  await round.measure("nothing happens", () => Bun.sleep(2000));
  const strangers = await round.enter(COUNT, "stranger");
  await round.measure(COMPARISON, async () => {
    await strangers[Symbol.asyncDispose]();
    await Bun.sleep(1000);
  });
  await using crowd = await round.enter(COUNT, "peer");
  for (const [title, what, channel] of [
    ["join one channel", "join", "Room"],
    ["are renamed", "rename", ""],
    ["speak", "message", ""],
    ["leave it", "leave", ""],
    ["join it again", "join", "Room"],
  ] as const) {
    await round.measure(title, async () => {
      await crowd.does({ order: "say", what, channel });
      await crowd.quiet(server);
    });
  }
  await using owner = await round.enter(1, "owner");
  await round.measure("its closing", async () => {
    await owner.does({ order: "say", what: "server", channel: "Room" });
    await crowd.quiet(server);
  });
  await crowd.does({ order: "say", what: "join", channel: "Room" });
  await crowd.quiet(server);
  await round.measure("all of them hang up", async () => {
    await crowd[Symbol.asyncDispose]();
    await Bun.sleep(1000);
  });
}

async function halves(round: Round): Promise<void> {
  await using staying = await round.enter(COUNT / 2, "staying", "Room");
  await staying.quiet(round.server);
  const leaving = await round.enter(COUNT / 2, "leaving", "Room");
  await leaving.quiet(round.server);
  const before = await staying.quiet(round.server);
  await round.measure("half of them hang up", async () => {
    await leaving[Symbol.asyncDispose]();
    const { each } = await staying.quiet(round.server);
    const LEAVE = 6; // bytes of each Peer message that tells of it
    const told = each.map((bytes, i) => (bytes - (before.each[i] ?? 0)) / LEAVE);
    if (told.some((count) => count !== COUNT / 2)) throw new Error("not everybody was told of everybody");
  });
}

async function lists(round: Round): Promise<void> {
  await using crowd = await round.enter(COUNT / 8, "lister");
  await crowd.does({ order: "say", what: "channels" });
  await crowd.quiet(round.server);
  await round.measure("an eighth of them ask for a list of 32 channels for each", async () => {
    await crowd.does({ order: "say", what: "list" });
    await crowd.quiet(round.server);
  });
}

leaveCoreToServer();
for (let count = 0; count < ROUNDS; count++) {
  for (const happens of [oneChannel, halves, lists]) {
    await using server = await Server.start(["limits.channels=0"], "--hooks", HOOKS);
    using witness = await Witness.enter(server);
    await happens(new Round(server, witness));
  }
}
for (const [title, { longest, computed, peak }] of figures) {
  const isOver = title !== COMPARISON && median(longest) > MOST;
  if (isOver) process.exitCode = 1;
  const all = longest.map((each) => each.toFixed(0)).join(", ");
  console.log(
    `${title}: the longest wait ${median(longest).toFixed(0)} ms (${all})${isOver ? ", TOO LONG" : ""}; ` +
      `${(median(computed) / 1000).toFixed(1)} s computed, peak ${median(peak).toFixed(0)} MiB`,
  );
}
