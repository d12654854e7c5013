import type { SettingsInput } from "../../src/index.ts";
import type { Counters } from "../../src/session/counters.ts";

/** How a server is started, what comes over it, and what must be true of it then. */
export interface Storm {
  readonly title: string;
  readonly settings?: SettingsInput;
  /** So many descriptors and no more. */
  readonly descriptors?: number;
  readonly flood: Flood;
  /** What is wrong, if anything. */
  readonly problem?: (state: State, idle: number) => string | undefined;
}

/** Connections that close at once, so many under way at a time; or that stay open, saying nothing. */
export interface Flood {
  readonly kind: "close" | "hold";
  readonly count: number;
  /** From how many addresses. */
  readonly addresses: number;
}

/** What came of a flood: how many of its connections came about, and how many milliseconds it took. */
export interface Flooded {
  readonly made: number;
  readonly lasted: number;
}

/** A server's state. */
export interface State {
  readonly counters: Readonly<Counters>;
  readonly descriptors: number;
  /** Processor time since the start, in milliseconds. */
  readonly busy: number;
  readonly megabytes: number;
}

/** The storms that the promise is tried in. */
export const STORMS: readonly Storm[] = [
  {
    title: "50,000 connect and close, from an exempt address",
    flood: { kind: "close", count: 50_000, addresses: 1 },
  },
  {
    title: "50,000 connect and close, from one address that is not",
    settings: { limits: { exempt: "" } },
    flood: { kind: "close", count: 50_000, addresses: 1 },
    problem: ({ counters }) => (counters.refusedConnectRate === 0 ? "nobody was refused" : undefined),
  },
  {
    title: "50,000 connect and close, from 5,000 addresses",
    settings: { limits: { exempt: "" } },
    flood: { kind: "close", count: 50_000, addresses: 5000 },
  },
  {
    title: "10,000 half-open, from an exempt address",
    flood: { kind: "hold", count: 10_000, addresses: 1 },
    problem: ({ descriptors }) => (descriptors < 10_000 ? "they are not open" : undefined),
  },
  {
    title: "10,000 half-open, from one address that is not",
    settings: { limits: { exempt: "" } },
    flood: { kind: "hold", count: 10_000, addresses: 1 },
    problem: ({ descriptors }) => (descriptors > 100 ? "more than limits.pendingPerAddress" : undefined),
  },
  {
    title: "10,000 half-open, from 5,000 addresses, where limits.pending is 1,000",
    settings: { limits: { exempt: "", pending: 1000 } },
    flood: { kind: "hold", count: 10_000, addresses: 5000 },
    problem: ({ descriptors, counters }) =>
      descriptors > 1100 || counters.madeWay < 8000 ? "more than limits.pending" : undefined,
  },
  {
    title: "1,000 half-open, where there are 256 descriptors",
    descriptors: 256,
    flood: { kind: "hold", count: 1000, addresses: 1 },
    problem: (_state, idle) => (idle > 200 ? "it spins" : undefined),
  },
];
