import { expect, test } from "bun:test";
import { compare, FIGURES, ratio } from "../../src/bench/comparison.ts";
import { GOALS, scores, tasksOf } from "../../src/bench/goals.ts";
import { comparisonLines } from "../../src/bench/report/comparison-lines.ts";
import { scoreLines } from "../../src/bench/report/score-lines.ts";
import { NamedServer } from "./named-server.ts";
import { aRun } from "./runs.ts";

const withRates = (...rates: readonly number[]) => rates.map((deliveries) => aRun({ deliveries }));

test("ratios are of runs that followed each other, and their median is told with how far they spread", () => {
  const found = ratio(withRates(90, 400, 50), withRates(100, 200, 100), FIGURES.throughput);
  expect(found).toEqual({ median: 0.9, least: 0.5, most: 2 });
  const nothing = withRates(1).map((run) => ({ ...run, server: undefined }));
  expect(ratio(nothing, nothing, FIGURES.cpu)).toBeUndefined();
});

test("servers take turns, and what was measured is shown beside the ratios", async () => {
  const order: string[] = [];
  const subjects = ["A", "B"].map((name) => new NamedServer(name, () => order.push(name)));
  const changes = { clients: 3, warmup: 0, duration: 0.05 };
  const found = await compare(subjects, { scenario: "fan", changes, settings: [] }, 2, () => {});
  expect(order).toEqual(["A", "B", "A", "B"]);
  const [head, , a, b, ratios] = comparisonLines(found, ["A", "B"]);
  expect(head).toBe("fan, 2 rounds");
  expect(a).toMatch(/^A +[\d,]+ /);
  expect(b).toMatch(/^B +[\d,]+ /);
  expect(ratios).toMatch(/^A \/ B +\d+\.\d\d \(\d+\.\d\d-\d+\.\d\d\)/);
});

test("a goal is reached, missed, or not compared", () => {
  const [fan, deep] = [{ scenario: "fan" } as const, { scenario: "fan-deep" } as const];
  const task = (goal: typeof fan | typeof deep) => ({ ...goal, settings: [], changes: {} });
  const reached = scores(GOALS, task(fan), { ...fan, runs: [withRates(96, 96), withRates(100, 100)] });
  const missed = scores(GOALS, task(deep), { ...deep, runs: [withRates(94), withRates(100)] });
  const alone = scores(GOALS, task(deep), { ...deep, runs: [withRates(94)] });
  const [, fanRow, deepRow, aloneRow, , sum] = scoreLines([...reached, ...missed, ...alone], "relay_c");
  expect(fanRow).toMatch(/^fan +>= 0.95 x +96\/s +100\/s +0.96 \(0.96-0.96\) +PASS$/);
  expect(deepRow).toMatch(/^fan-deep +>= 0.95 x +94\/s +100\/s +0.94 \(0.94-0.94\) +short$/);
  expect(aloneRow).toMatch(/^fan-deep +>= 0.95 x +94\/s +not compared$/);
  expect(sum).toBe("1 of 3 reached");
});

test("what is measured for one goal is measured once for all", () => {
  const tasks = tasksOf(GOALS, { duration: 1 });
  expect(tasks.filter(({ scenario }) => scenario === "idle")).toHaveLength(1);
  const all = tasks.flatMap((task) => scores(GOALS, task, { scenario: task.scenario, runs: [[aRun()]] }));
  expect(all.map(({ goal }) => goal.title).toSorted()).toEqual(GOALS.map(({ title }) => title).toSorted());
});
