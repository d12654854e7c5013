import { type Flags, parsed } from "../cli/parsed.ts";
import { didYouMean, UsageError } from "../config/user-error.ts";
import { nearest } from "../settings/nearest.ts";
import { LEAST_PAYLOAD, type Plan } from "./load/plan.ts";
import { TRANSPORTS } from "./load/ways.ts";
import { SCENARIOS, type ScenarioName, USUAL } from "./scenarios.ts";

export const BENCH_FLAGS = {
  scenario: {
    type: "string",
    value: "NAMES",
    meaning: `which loads, with commas (${USUAL.join(",")}); all: all`,
  },
  clients: { type: "string", value: "N", meaning: "instead of the scenario's: how many clients connect" },
  channels: { type: "string", value: "N", meaning: "how many channels they share out between them" },
  senders: { type: "string", value: "N", meaning: "how many of them send" },
  payload: { type: "string", value: "BYTES", meaning: `of each message, from ${LEAST_PAYLOAD}` },
  rate: { type: "string", value: "N", meaning: "messages a second from each sender; 0: by the window" },
  window: { type: "string", value: "N", meaning: "how many messages of each sender are under way" },
  transport: { type: "string", value: "NAME", meaning: "tcp, udp, or both in turn" },
  warmup: {
    type: "string",
    value: "SECONDS",
    meaning: "how long before the figures count (2; with --all 5)",
  },
  duration: { type: "string", value: "SECONDS", meaning: "how long they count (5; with --all 3)" },
  "server-pid": { type: "string", value: "PID", meaning: "the server's process, to see what it takes" },
  compare: { type: "boolean", meaning: "measure several servers in turn, and give ratios" },
  all: {
    type: "boolean",
    meaning: "this server against the one of --against, in everything that it is to reach",
  },
  against: { type: "string", value: "SERVER", meaning: "with --all: the server that sets the marks" },
  rounds: { type: "string", value: "N", meaning: "how often each is measured when several are (5)" },
  json: { type: "boolean", meaning: "print everything as JSON" },
  html: { type: "string", value: "FILE", meaning: "write a page with charts" },
  help: { type: "boolean", short: "h", meaning: "show this" },
} as const satisfies Flags;

/** What a command line asks for. */
export interface BenchLine {
  /** Addresses and commands of servers. */
  readonly servers: readonly string[];
  readonly scenarios: readonly ScenarioName[];
  /** What is to be different from the scenarios. */
  readonly changes: Partial<Plan>;
  readonly pid: number | undefined;
  readonly does: "measure" | "compare" | "all" | "help";
  readonly against: string | undefined;
  readonly rounds: number;
  readonly json: boolean;
  readonly html: string | undefined;
}

/** Reads the arguments behind `bench`. Throws a `UsageError` for what it cannot make sense of. */
export function readBenchLine(args: readonly string[]): BenchLine {
  const { values, positionals } = parsed(args, BENCH_FLAGS);
  const does = (["help", "all", "compare"] as const).find((name) => values[name] === true) ?? "measure";
  checkServers(does, positionals);
  return {
    servers: positionals,
    scenarios: scenarios(text(values.scenario)),
    changes: changes(values),
    pid: number(values, "server-pid", 1),
    does,
    against: text(values.against),
    rounds: number(values, "rounds", 1) ?? 5,
    json: values.json === true,
    html: text(values.html),
  };
}

type Values = Readonly<Record<string, unknown>>;

function checkServers(does: BenchLine["does"], { length }: readonly string[]): void {
  if (does === "measure" && length > 1) throw new UsageError("bench: several servers are for --compare");
  if (does === "compare" && length < 2) throw new UsageError("bench --compare: give two servers or more");
  if (does === "all" && length > 0) throw new UsageError("bench --all: measures this program's own server");
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function scenarios(names: string | undefined): readonly ScenarioName[] {
  const known = Object.keys(SCENARIOS) as ScenarioName[];
  if (names === undefined) return USUAL;
  if (names === "all") return known;
  return names.split(",").map((name) => {
    const scenario = known.find((each) => each === name);
    if (scenario !== undefined) return scenario;
    throw new UsageError(`bench: unknown scenario "${name}"${didYouMean(nearest(name, known), '"')}`);
  });
}

/** The least that each number of a plan may be. */
const LEAST = {
  clients: 1,
  channels: 0,
  senders: 0,
  payload: LEAST_PAYLOAD,
  rate: 0,
  window: 1,
  warmup: 0,
  duration: 0,
} as const;

function changes(values: Values): Partial<Plan> {
  const names = Object.keys(LEAST) as (keyof typeof LEAST)[];
  const numbers = names.map((name) => [name, number(values, name, LEAST[name])] as const);
  const given = Object.fromEntries(numbers.filter(([, value]) => value !== undefined));
  const { transport } = values;
  if (transport === undefined) return given;
  const known = TRANSPORTS.find((each) => each === transport);
  if (known !== undefined) return { ...given, transport: known };
  throw new UsageError(`--transport: given ${JSON.stringify(transport)}, allowed is tcp, udp or both`);
}

function number(values: Values, name: string, least: number): number | undefined {
  const given = values[name];
  if (given === undefined) return undefined;
  const value = given === "" ? Number.NaN : Number(given);
  const isWhole = Number.isInteger(value) || name === "rate" || name === "warmup" || name === "duration";
  if (value >= least && value < 1e9 && isWhole) return value;
  throw new UsageError(`--${name}: given ${JSON.stringify(given)}, allowed is a number from ${least}`);
}
