import { type Comparison, FIGURES, type Figure, type Ratio, ratio } from "../comparison.ts";
import type { Run } from "../measure.ts";
import { count, digits, lines, median, milliseconds } from "./figures.ts";

const HEAD = ["", "deliveries/s", "p50 ms", "p99 ms", "CPU µs", "generator"];

/** What servers did in one scenario: the medians of each, and the first one's ratios to each of the others. */
export function comparisonLines({ scenario, runs }: Comparison, names: readonly string[]): string[] {
  const rows = runs.map((each, i) => [names[i] ?? "", ...medians(each)]);
  const [first = [], ...others] = runs;
  const ratios = others.map((other, i) => [
    `${names[0]} / ${names[i + 1]}`,
    ...Object.values(FIGURES).map((figure) => ratioText(ratio(first, other, figure))),
  ]);
  return [
    `${scenario}, ${first.length} rounds`,
    ...lines([HEAD, ...rows, ...ratios]),
    ...problems(runs, names),
  ];
}

/** The median of ratios, and how far they spread. */
export function ratioText(found: Ratio | undefined): string {
  if (found === undefined) return "";
  return `${found.median.toFixed(2)} (${found.least.toFixed(2)}-${found.most.toFixed(2)})`;
}

function medians(runs: readonly Run[]): string[] {
  const of = (figure: Figure) => median(runs.map(figure));
  const { throughput, p50, p99, cpu } = FIGURES;
  const load = `${(of((run) => run.generatorLoad) * 100).toFixed(0)} %`;
  return [count(of(throughput)), milliseconds(of(p50)), milliseconds(of(p99)), digits(of(cpu)), load];
}

/** What was remarked, each once for each server. */
function problems(runs: Comparison["runs"], names: readonly string[]): string[] {
  return runs.flatMap((each, i) => {
    const bad = each.filter(({ ok }) => !ok);
    const remarks = new Set(each.flatMap((run) => run.remarks));
    const failed = bad.length === 0 ? [] : [`${names[i]}: ${bad.length} runs NOT AS THEY SHOULD BE`];
    return [...failed, ...Array.from(remarks, (remark) => `${names[i]}: ${remark}`)];
  });
}
