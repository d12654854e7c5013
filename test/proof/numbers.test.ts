import { expect, test } from "bun:test";
import { Histogram, median } from "../../scripts/tool/numbers.ts";

test("a histogram knows its percentiles to 0.05 ms, and what is beyond two seconds as two seconds", () => {
  const histogram = new Histogram();
  expect(histogram.percentile(0.5)).toBeNaN();
  for (let i = 1; i <= 1000; i++) histogram.add(i / 10 - 0.01);
  expect(histogram.percentile(0.5)).toBeCloseTo(50, 5);
  expect(histogram.percentile(0.99)).toBeCloseTo(99, 5);
  histogram.clear();
  histogram.add(5000);
  expect(histogram.percentile(0.99)).toBeCloseTo(2000, 5);
});

test("a median is a value that there is", () => {
  expect([median([]), median([3]), median([9, 1, 5]), median([4, 3, 2, 1])]).toEqual([Number.NaN, 3, 5, 3]);
});
