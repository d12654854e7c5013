import { COLOURS, escaped, svg } from "./chart.ts";
import { COMPARISON_HEAD, medians, problems, ratioCells } from "./comparison-lines.ts";
import { STYLE } from "./page-style.ts";
import { latencyChart, type ServerRuns, timeChart } from "./run-charts.ts";

/** A scenario, and what servers did in it. */
export interface Section {
  readonly title: string;
  readonly meaning: string;
  readonly servers: readonly ServerRuns[];
  /** Seconds that did not count. */
  readonly warmup: number;
}

/** All that is shown. */
export interface Page {
  /** Where and how it was measured, a line each. */
  readonly notes: readonly string[];
  /** The rows of a table over all scenarios, its head first, where there is one. */
  readonly summary?: readonly (readonly string[])[] | undefined;
  readonly sections: readonly Section[];
}

/** A page that needs nothing beside it: figures, and charts as SVG. */
export function html({ notes, summary, sections }: Page): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>greenwing bench</title>
<style>${STYLE}</style>
</head>
<body>
<h1>greenwing bench</h1>
${notes.map((note) => `<p class="soft">${escaped(note)}</p>`).join("\n")}
${summary === undefined ? "" : `<section>${table(summary)}</section>`}
${sections.map(sectionHtml).join("\n")}
</body>
</html>
`;
}

function sectionHtml({ title, meaning, servers, warmup }: Section): string {
  const charts = [latencyChart(servers), timeChart(servers, warmup)].filter((chart) => chart !== undefined);
  const rows = servers.map(({ name, runs }) => [name, ...medians(runs)]);
  const [first, ...others] = servers;
  const ratios = others.map((other) => [
    `${first?.name} / ${other.name}`,
    ...ratioCells(first?.runs ?? [], other.runs),
  ]);
  const remarks = servers.flatMap(({ name, runs }) => problems(name, runs));
  return `<section>
<h2>${escaped(title)}</h2>
<p class="soft">${escaped(meaning)}</p>
<div class="charts">${charts.map(svg).join("\n")}</div>
${table([COMPARISON_HEAD, ...rows, ...ratios], servers.length)}
${remarks.length === 0 ? "" : `<ul>${remarks.map((remark) => `<li>${escaped(remark)}</li>`).join("")}</ul>`}
</section>`;
}

/** A table whose first row is its head; the `keyed` rows below it have the colours of the charts' lines. */
function table([head = [], ...rows]: readonly (readonly string[])[], keyed = 0): string {
  const body = rows.map((row, i) => {
    const key = i < keyed ? `<span class="key k${i % COLOURS}"></span>` : "";
    return `<tr>${row.map((cell, column) => `<td${classOf(cell)}>${column === 0 ? key : ""}${escaped(cell)}</td>`).join("")}</tr>`;
  });
  const cells = head.map((cell) => `<th>${escaped(cell)}</th>`).join("");
  return `<div class="scroll"><table><thead><tr>${cells}</tr></thead><tbody>${body.join("\n")}</tbody></table></div>`;
}

function classOf(cell: string): string {
  if (cell === "PASS") return ' class="pass"';
  return cell === "short" ? ' class="short"' : "";
}
