// Soaks the server: well-behaved clients talk in rooms, and every second something of every kind goes wrong around
// them. Nothing that they say may be lost, doubled or reordered, and what they know of each other is what the server
// knows; its memory stays as it is.
//   bun run soak --minutes 30
import { Soak } from "./soak/run.ts";
import { newSeed, readFlags } from "./tool/flags.ts";
import { Progress } from "./tool/progress.ts";
import { count, table } from "./tool/table.ts";

const flags = readFlags("bun run soak: mixed load with faults, for a given time", {
  minutes: { default: 5, meaning: "how long" },
  seed: {
    default: newSeed(),
    standard: "a new one",
    meaning: "brings the same conversations again, though not their timing",
  },
  rooms: { default: 8, meaning: "channels of sixteen well-behaved clients" },
  rate: { default: 0, standard: "half of what the machine can do", meaning: "messages a second and client" },
});

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const percent = (part: number) => `${(part * 100).toFixed(0)} %`;

console.log(`seed ${flags.seed}`);
const progress = new Progress();
const soak = await Soak.run({ ...flags, told: (going) => progress.tell(() => lineOf(going)) });
progress.end();
console.log(table(rowsOf(soak)));
const { violations } = soak.judge;
for (const violation of violations) console.log(`VIOLATED: ${violation}`);
console.log(violations.length === 0 ? "Nothing was violated." : `VIOLATED, seed ${flags.seed}`);
process.exit(violations.length === 0 ? 0 : 1);

function lineOf({ judge, gauge, server, passed, crowd }: Soak): string {
  const [serverPart, loadPart] = gauge.lap();
  const faults = `server ${megabytes(gauge.rss)}, ${percent(serverPart)} of a core, load ${percent(loadPart)}`;
  const told = `${count(judge.delivered)} delivered, ${count(judge.accounts)} accounts`;
  return `${passed.toFixed(0)} s at ${crowd.rate.toFixed(0)}/s: ${told}, ${faults}, ${count(server.lines)} log lines`;
}

function rowsOf({ judge, gauge, server, passed, crowd, faults }: Soak): (string | number)[][] {
  const [first, last] = gauge.compared ?? [];
  const growth = gauge.growth;
  return [
    ["seconds", passed],
    ["well-behaved clients", crowd.members.length],
    ["of them by WebSocket", crowd.members.filter(({ isWeb }) => isWeb).length],
    ["messages a second and client", crowd.rate],
    ["sent", judge.sent],
    ["delivered, each once and in order", judge.delivered + judge.privately],
    ["latency, p50", `${judge.latencies.percentile(0.5).toFixed(2)} ms`],
    ["latency, p99", `${judge.latencies.percentile(0.99).toFixed(2)} ms`],
    ["blasted", judge.blasted],
    ["blasts delivered, once and in order", judge.blastsDelivered],
    ["server's accounts that agreed", judge.accounts],
    ...Object.entries(faults).map(([name, times]) => [`faults: ${name}`, times]),
    ["log lines", server.lines],
    ["memory, median of the second minute", first === undefined ? "-" : megabytes(first)],
    ["memory, median of the last minute", last === undefined ? "-" : megabytes(last)],
    ["memory, most", megabytes(gauge.peak)],
    ["growth", growth === undefined ? "not judged below 3 minutes" : `${(growth * 100).toFixed(1)} %`],
  ];
}
