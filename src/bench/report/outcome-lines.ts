import { throughput } from "../load/outcome.ts";
import type { Run } from "../measure.ts";
import { bytes, count, digits, lines, milliseconds, percent } from "./figures.ts";

/** A measured run, and what it is called. */
export interface NamedRun {
  readonly name: string;
  readonly run: Run;
}

const HEAD = ["", "deliveries/s", "p50", "p90", "p99", "p99.9", "max ms", "CPU µs", "server", "generator"];

/** Runs as a table, with what there is to say of each behind it. */
export function outcomeLines(runs: readonly NamedRun[]): string[] {
  const rows = runs.map(({ name, run }) => [name, ...cells(run)]);
  const remarks = runs.flatMap(({ name, run }) => run.remarks.map((remark) => `${name}: ${remark}`));
  return [...lines([HEAD, ...rows]), "", ...runs.map(clientsLine), ...remarks];
}

function cells(run: Run): string[] {
  const { p50, p90, p99, p999, max } = run.latency;
  const done = throughput(run);
  const took = done === 0 ? Array(5).fill("") : [p50, p90, p99, p999, max].map(milliseconds);
  const { server } = run;
  const cpu = server === undefined || done === 0 ? "" : digits(server.cpuPerDelivery);
  const load = server === undefined ? "" : percent(server.load);
  return [count(done), ...took, cpu, load, percent(run.generatorLoad)];
}

function clientsLine({ name, run: { connects, server, ok, blasts } }: NamedRun): string {
  const memory =
    server === undefined
      ? ""
      : `, ${bytes(server.rssEmpty)} empty and ${bytes(server.bytesPerClient)} a client, ${bytes(server.rssEnd)} at the end`;
  const verified = ok ? "every delivery verified" : "NOT AS IT SHOULD BE";
  const byUdp = blasts === 0 ? "" : `, ${count(blasts)} a second by UDP`;
  return `${name}: ${verified}${byUdp}; ${count(connects)} clients a second entered${memory}`;
}
