import type { Bucket } from "../load/latencies.ts";
import type { Run } from "../measure.ts";
import { type Chart, evenTicks, type Point, powerTicks, type Tick } from "./chart.ts";
import { count } from "./figures.ts";

/** What one server did in a scenario. */
export interface ServerRuns {
  readonly name: string;
  readonly runs: readonly Run[];
}

/** Marks of the parts that were faster: each further nine has as much room as the last. */
const PARTS: readonly Tick[] = [0, 0.5, 0.9, 0.99, 0.999, 0.9999].map((part) => ({
  at: nines(part),
  text: part === 0 ? "0" : `${Number((part * 100).toFixed(2))} %`,
}));
const MOST_NINES = nines(0.9999);

function nines(part: number): number {
  return -Math.log10(1 - part);
}

/** How long which part of the deliveries took at most, all rounds together. */
export function latencyChart(servers: readonly ServerRuns[]): Chart | undefined {
  const series = servers.map(({ name, runs }) => ({ name, points: curve(merged(runs)) }));
  const all = series.flatMap(({ points }) => points.map(({ y }) => y));
  if (all.length === 0) return undefined;
  const ticks = powerTicks(Math.min(...all), Math.max(...all), plain);
  return {
    title: "Latency: so many took no longer",
    x: { title: "", ticks: PARTS },
    y: { title: "ms", ticks, isLogarithmic: true },
    series,
  };
}

/** What came when, in the round that was the middle one. */
export function timeChart(servers: readonly ServerRuns[], warmup: number): Chart | undefined {
  const series = servers.map(({ name, runs }) => ({
    name,
    points: middle(runs).timeline.map(({ at, rate }): Point => ({ x: at, y: rate })),
  }));
  const all = series.flatMap(({ points }) => points);
  if (all.length === 0) return undefined;
  const seconds = evenTicks(Math.max(...all.map(({ x }) => x)), plain);
  return {
    title: "Over time, warm-up shaded",
    x: { title: "s", ticks: seconds },
    y: { title: "deliveries/s", ticks: evenTicks(Math.max(...all.map(({ y }) => y)), short) },
    series,
    shadedTo: warmup,
  };
}

function merged(runs: readonly Run[]): Bucket[] {
  const counts = new Map<number, number>();
  for (const { distribution } of runs)
    for (const { latency, count } of distribution) counts.set(latency, (counts.get(latency) ?? 0) + count);
  return Array.from(counts, ([latency, count]) => ({ latency, count })).sort((a, b) => a.latency - b.latency);
}

/** One point for each latency that occurred: which part of all was faster. */
function curve(buckets: readonly Bucket[]): Point[] {
  const all = buckets.reduce((sum, { count }) => sum + count, 0);
  let faster = 0;
  return buckets.map(({ latency, count }) => {
    const point = { x: Math.min(MOST_NINES, nines(faster / all)), y: latency / 1000 };
    faster += count;
    return point;
  });
}

/** The run in the middle, by what was delivered. */
function middle(runs: readonly Run[]): Run {
  const sorted = runs.toSorted((a, b) => a.deliveries + a.answers - b.deliveries - b.answers);
  return sorted[Math.floor(sorted.length / 2)] as Run;
}

/** A number without zeros that say nothing: 0.1, 2.5. */
function plain(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function short(value: number): string {
  if (value >= 1e6) return `${plain(value / 1e6)} M`;
  return value >= 1e4 ? `${plain(value / 1e3)} k` : count(value);
}
