import { expect, test } from "bun:test";
import { sectionsOf } from "../../src/bench/report/bench-page.ts";
import { html } from "../../src/bench/report/page.ts";
import { aRun } from "./runs.ts";

const runs = [[aRun(), aRun({ deliveries: 2000 })], [aRun({ remarks: ["it was late"] })]];

test("a page has the figures and a line of each server in each chart, and needs nothing beside it", () => {
  const sections = sectionsOf([{ scenario: "fan", runs }], {}, ["this", "that"]);
  const page = html({
    notes: ["bench --all"],
    summary: [
      ["", "goal"],
      ["fan", "PASS"],
    ],
    sections,
  });
  expect(page.match(/<polyline class="series s0"/g)).toHaveLength(2);
  expect(page.match(/<polyline class="series s1"/g)).toHaveLength(2);
  expect(page).toContain("<td>1,500</td>");
  expect(page).toContain('<td class="pass">PASS</td>');
  expect(page).toContain("<li>that: it was late</li>");
  expect(page).not.toMatch(/(src|href)=|@import|url\(/);
});

test("names are text, whatever they contain", () => {
  const sections = sectionsOf([{ scenario: "fan", runs }], {}, ["<script>", '"&']);
  const page = html({ notes: [], sections });
  expect(page).not.toContain("<script>");
  expect(page).toContain("&#60;script&#62;");
});

test("a scenario in which nothing was delivered has figures only", () => {
  const idle = aRun({ deliveries: 0, distribution: [], timeline: [] });
  const page = html({
    notes: [],
    sections: sectionsOf([{ scenario: "idle", runs: [[idle]] }], {}, ["this"]),
  });
  expect(page).not.toContain("<svg");
  expect(page).toContain("<td>0</td>");
});
