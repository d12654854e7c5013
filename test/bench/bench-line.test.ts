import { expect, test } from "bun:test";
import { benchHelp } from "../../src/bench/bench-help.ts";
import { BENCH_FLAGS, readBenchLine } from "../../src/bench/bench-line.ts";
import { SCENARIOS } from "../../src/bench/scenarios.ts";
import { UsageError } from "../../src/config/user-error.ts";

test("without arguments the usual scenarios are measured, as they are", () => {
  expect(readBenchLine([])).toMatchObject({
    servers: [],
    scenarios: ["room", "fan", "pingpong"],
    changes: {},
    does: "measure",
    rounds: 5,
    json: false,
  });
});

test("flags change what the scenarios have", () => {
  const line =
    "example.org:7000 --scenario fan,1k --clients 50 --rate 2.5 --transport udp --server-pid 42 --json";
  expect(readBenchLine(line.split(" "))).toMatchObject({
    servers: ["example.org:7000"],
    scenarios: ["fan", "1k"],
    changes: { clients: 50, rate: 2.5, transport: "udp" },
    pid: 42,
    json: true,
  });
  expect(readBenchLine(["--transport", "both"]).changes).toEqual({ transport: "both" });
  expect(readBenchLine(["--scenario", "all"]).scenarios).toEqual(Object.keys(SCENARIOS) as never);
});

test.each([
  ["--raet 4", "unknown flag --raet: did you mean --rate?"],
  ["--clients", "--clients: given no value, allowed is --clients=N"],
  ["--scenario fna", 'bench: unknown scenario "fna": did you mean "fan"?'],
  ["--clients 0", '--clients: given "0", allowed is a number from 1'],
  ["--clients 1.5", '--clients: given "1.5", allowed is a number from 1'],
  ["--payload 8", '--payload: given "8", allowed is a number from 9'],
  ["--rate fast", '--rate: given "fast", allowed is a number from 0'],
  ["--transport tpc", '--transport: given "tpc", allowed is tcp, udp or both'],
  ["a:1 b:1", "bench: several servers are for --compare"],
  ["--compare a:1", "bench --compare: give two servers or more"],
  ["--all a:1", "bench --all: measures this program's own server"],
])("%s is not understood", (line, message) => {
  expect(() => readBenchLine(line.split(" "))).toThrow(new UsageError(message));
});

test("the help names every flag and scenario, in lines of a terminal's width", () => {
  const help = benchHelp();
  for (const name of Object.keys(BENCH_FLAGS)) expect(help).toContain(` --${name}`);
  for (const name of Object.keys(SCENARIOS)) expect(help).toContain(`  ${name} `);
  for (const line of help.split("\n")) expect(line.length).toBeLessThanOrEqual(112);
});
