/** A number as people read it: 1,234,567. */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en");
}

/** A number with three digits that say something: 0.482, 12.3, 1,234. */
export function digits(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return value === 0 ? "0" : "-";
  return Math.abs(value) >= 100 ? count(value) : value.toPrecision(3);
}

/** A latency in microseconds, in milliseconds. */
export function milliseconds(latency: number): string {
  return digits(latency / 1000);
}

/** Bytes, in KB or MB of 1,024 and its square. */
export function bytes(value: number): string {
  return Math.abs(value) < 2 ** 20 ? `${digits(value / 1024)} KB` : `${digits(value / 2 ** 20)} MB`;
}

/** A part of a whole: 94 %. */
export function percent(part: number): string {
  return `${(part * 100).toFixed(0)} %`;
}

/** The value in the middle, or between the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [upper = Number.NaN, lower = Number.NaN] = [sorted[middle], sorted[middle - 1]];
  return sorted.length % 2 === 1 ? upper : (lower + upper) / 2;
}

/** Rows of cells as lines of text: the first column to the left, the others to the right. */
export function lines(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, i) =>
    Math.max(...rows.map((row) => (row[i] ?? "").length)),
  );
  const padded = (cell: string, i: number) =>
    i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0);
  return rows.map((row) => row.map(padded).join("  ").trimEnd());
}
