import type { Goal, Score, Unit } from "../goals.ts";
import { ratioText } from "./comparison-lines.ts";
import { bytes, count, digits, lines } from "./figures.ts";

/** What became of the goals, a row each. `mark` is the name of the server that sets the marks, where there is one. */
export function scoreLines(scores: readonly Score[], mark: string | undefined): string[] {
  const reached = scores.filter(({ isReached }) => isReached === true).length;
  return [...lines(scoreRows(scores, mark)), "", `${reached} of ${scores.length} reached`];
}

/** The same as rows of cells, the head first. */
export function scoreRows(scores: readonly Score[], mark: string | undefined): string[][] {
  const head = ["", "goal", "greenwing", mark ?? "", "ratio", ""];
  const rows = scores.map(({ goal, own, mark, ratio, isReached }) => [
    goal.title,
    goalText(goal),
    figureText(own, goal.unit),
    mark === undefined ? "" : figureText(mark, goal.unit),
    goal.to === undefined ? ratioText(ratio) : "",
    verdict(isReached),
  ]);
  return [head, ...rows];
}

function verdict(isReached: boolean | undefined): string {
  if (isReached === undefined) return "not compared";
  return isReached ? "PASS" : "short";
}

function goalText({ ratioFrom, ratioTo, to, unit }: Goal): string {
  if (ratioFrom !== undefined) return `>= ${ratioFrom.toFixed(2)} x`;
  if (ratioTo !== undefined) return `<= ${ratioTo.toFixed(2)} x`;
  return to === undefined ? "" : `<= ${figureText(to, unit)}`;
}

function figureText(value: number, unit: Unit): string {
  if (Number.isNaN(value)) return "-";
  if (unit === "bytes") return bytes(value);
  return unit === "rate" ? `${count(value)}/s` : `${digits(value)} ${unit}`;
}
