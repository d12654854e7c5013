// Floods a server with forged datagrams, at a rate, for a time: a process of its own, started by scripts/forged.ts.
//   bun scripts/forged/flood.ts PORT RATE SECONDS ID,ID,...
// Says "started", and at its end {"sent", "seconds", "answers"}.
import { Dice } from "../../test/support/dice.ts";
import { datagram, say } from "../../test/support/wire.ts";
import { ABROAD, HOST } from "../tool/addresses.ts";

const [port = 0, rate = 0, seconds = 0] = process.argv.slice(2, 5).map(Number);
const ids = (process.argv[5] ?? "").split(",").map(Number);

/** Where they come from: other ports of the clients' address, and another address. */
const FROM = [HOST, HOST, ABROAD ?? HOST];
/** So many leave by one system call. */
const BATCH = 64;
/** What is overdue is made up for bit by bit: the server's receive buffer holds 277, by Linux's defaults. */
const MOST_AT_ONCE = 256;

let answers = 0;
const sockets = await Promise.all(
  FROM.map((hostname) => Bun.udpSocket({ hostname, socket: { data: () => void answers++ } })),
);

/** Of clients that there are and of those that there are not, whole and cut. */
function forge(dice: Dice): Uint8Array {
  const id = dice.throw(3) === 0 ? dice.throw(65_536) : dice.pick(ids);
  const said = dice.pick([say.hello(), say.pong(), say.toChannel(1, "forged"), say.list()]);
  const whole = datagram(said, id);
  return dice.throw(8) === 0 ? whole.subarray(0, dice.throw(3)) : whole;
}

const dice = new Dice(port);
const batches = sockets.map(() =>
  Array.from({ length: BATCH }, () => [forge(dice), port, HOST] as const).flat(),
);

console.log("started");
const startedAt = performance.now();
let sent = 0;
let turn = 0;

function go(): void {
  const passed = (performance.now() - startedAt) / 1000;
  if (passed >= seconds) {
    console.log(JSON.stringify({ sent, seconds: passed, answers }));
    process.exit(0);
  }
  for (let now = 0; sent < passed * rate && now < MOST_AT_ONCE; now += BATCH) {
    const from = turn++ % sockets.length;
    sent += sockets[from]?.sendMany(batches[from] ?? []) ?? 0;
  }
  setTimeout(go, 1);
}
go();
