/** A place on a chart, in the units of its axes. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line on a chart. Its number among the lines gives its colour. */
export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
}

/** A mark on an axis. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** One axis: its marks, of which the first and the last are its ends. */
export interface Axis {
  readonly title: string;
  readonly ticks: readonly Tick[];
  /** Whether equal distances are equal factors. */
  readonly isLogarithmic?: boolean;
}

export interface Chart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
  /** Up to here along x what is shown did not count. */
  readonly shadedTo?: number;
}

const WIDTH = 560;
const HEIGHT = 300;
const AREA = { left: 64, right: WIDTH - 30, top: 34, bottom: HEIGHT - 30 };

/** Text that is safe between tags and in attributes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A chart as SVG, coloured by the style sheet of the page around it. */
export function svg({ title, x, y, series, shadedTo }: Chart): string {
  const across = scale(x, AREA.left, AREA.right);
  const up = scale(y, AREA.bottom, AREA.top);
  const shade =
    shadedTo === undefined
      ? ""
      : `<rect class="shade" x="${AREA.left}" y="${AREA.top}" width="${round(across(shadedTo) - AREA.left)}" height="${AREA.bottom - AREA.top}"/>`;
  const lines = series.map(({ name, points }, i) => {
    const path = points.map((point) => `${round(across(point.x))},${round(up(point.y))}`).join(" ");
    return `<polyline class="series s${i % COLOURS}" points="${path}"><title>${escaped(name)}</title></polyline>`;
  });
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(title)}">
<text class="title" x="${AREA.left}" y="18">${escaped(title)}</text>
${shade}
${y.ticks.map(({ at, text }) => horizontal(up(at), text)).join("\n")}
${x.ticks.map(({ at, text }) => vertical(across(at), text)).join("\n")}
<text class="axis" x="${WIDTH - 2}" y="${AREA.bottom + 18}" text-anchor="end">${escaped(x.title)}</text>
<text class="axis" x="${AREA.right}" y="18" text-anchor="end">${escaped(y.title)}</text>
${lines.join("\n")}
</svg>`;
}

/** So many colours the style sheet has. */
export const COLOURS = 5;

/** Marks at round numbers, from 0 to above the most. */
export function evenTicks(most: number, format: (value: number) => string): Tick[] {
  const rough = Math.max(most, Number.MIN_VALUE) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const count = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: count + 1 }, (_, i) => ({ at: i * step, text: format(i * step) }));
}

/** Marks at powers of ten that have everything between them. */
export function powerTicks(least: number, most: number, format: (value: number) => string): Tick[] {
  const first = Math.floor(Math.log10(least));
  const last = Math.max(first + 1, Math.ceil(Math.log10(most)));
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const at = 10 ** (first + i);
    return { at, text: format(at) };
  });
}

function scale({ ticks, isLogarithmic }: Axis, from: number, to: number): (value: number) => number {
  const place = isLogarithmic ? Math.log10 : Number;
  const [first, last] = [place(ticks[0]?.at ?? 0), place(ticks.at(-1)?.at ?? 1)];
  return (value) => {
    const part = (place(value) - first) / (last - first);
    return from + Math.max(0, Math.min(1, part)) * (to - from);
  };
}

function horizontal(y: number, text: string): string {
  const at = round(y);
  return `<line class="grid" x1="${AREA.left}" y1="${at}" x2="${AREA.right}" y2="${at}"/><text class="tick" x="${AREA.left - 8}" y="${at + 4}" text-anchor="end">${escaped(text)}</text>`;
}

function vertical(x: number, text: string): string {
  const at = round(x);
  return `<line class="grid" x1="${at}" y1="${AREA.top}" x2="${at}" y2="${AREA.bottom}"/><text class="tick" x="${at}" y="${AREA.bottom + 18}" text-anchor="middle">${escaped(text)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
