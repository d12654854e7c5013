import { type Comparison, FIGURES, type Figure, type Ratio, ratio } from "../comparison.ts";
import type { Run } from "../measure.ts";
import { count, digits, lines, median, milliseconds, percent } from "./figures.ts";

/** The head of a table of {@link medians} and {@link ratioCells}. */
export const COMPARISON_HEAD = ["", "deliveries/s", "p50 ms", "p99 ms", "CPU µs", "generator"];

/** What servers did in one scenario: the medians of each, and the first one's ratios to each of the others. */
export function comparisonLines({ scenario, runs }: Comparison, names: readonly string[]): string[] {
  const rows = runs.map((each, i) => [names[i] ?? "", ...medians(each)]);
  const [first = [], ...others] = runs;
  const ratios = others.map((other, i) => [`${names[0]} / ${names[i + 1]}`, ...ratioCells(first, other)]);
  const remarks = runs.flatMap((each, i) => problems(names[i] ?? "", each));
  return [`${scenario}, ${first.length} rounds`, ...lines([COMPARISON_HEAD, ...rows, ...ratios]), ...remarks];
}

/** The median of ratios, and how far they spread. */
export function ratioText(found: Ratio | undefined): string {
  if (found === undefined) return "";
  return `${found.median.toFixed(2)} (${found.least.toFixed(2)}-${found.most.toFixed(2)})`;
}

/** The ratios of two servers in each figure. */
export function ratioCells(runs: readonly Run[], others: readonly Run[]): string[] {
  return Object.values(FIGURES).map((figure) => ratioText(ratio(runs, others, figure)));
}

/** The medians of one server's runs. */
export function medians(runs: readonly Run[]): string[] {
  const of = (figure: Figure) => median(runs.map(figure));
  const { throughput, p50, p99, cpu } = FIGURES;
  const load = percent(of((run) => run.generatorLoad));
  return [count(of(throughput)), milliseconds(of(p50)), milliseconds(of(p99)), digits(of(cpu)), load];
}

/** What was remarked of one server's runs, each remark once whatever its figure. */
export function problems(name: string, runs: readonly Run[]): string[] {
  const bad = runs.filter(({ ok }) => !ok).length;
  const remarks = new Map(
    runs.flatMap((run) => run.remarks).map((each) => [each.replace(/[\d.]+/g, ""), each]),
  );
  const failed = bad === 0 ? [] : [`${name}: ${bad} of ${runs.length} runs NOT AS THEY SHOULD BE`];
  return [...failed, ...Array.from(remarks.values(), (remark) => `${name}: ${remark}`)];
}
