import type { Plan } from "./load/plan.ts";

const STANDARD: Plan = {
  clients: 100,
  channels: 1,
  senders: 4,
  payload: 32,
  rate: 0,
  window: 8,
  transport: "tcp",
  churn: false,
  warmup: 2,
  duration: 5,
};

const ROOM: Plan = { ...STANDARD, clients: 16, senders: 16, rate: 60 };
const PAIRS: Plan = { ...STANDARD, clients: 200, channels: 100, senders: 100, window: 1 };

/** A load that has a name. */
export interface Scenario {
  readonly meaning: string;
  readonly plan: Plan;
}

/** The loads that have names. */
export const SCENARIOS = {
  room: { meaning: "16 clients in a channel, each sends 60 times a second", plan: ROOM },
  rooms: { meaning: "8 such rooms", plan: { ...ROOM, clients: 128, channels: 8, senders: 128 } },
  rooms32: { meaning: "32 such rooms", plan: { ...ROOM, clients: 512, channels: 32, senders: 512 } },
  fan: { meaning: "4 of 100 send as much as gets through, 8 messages of each under way", plan: STANDARD },
  "fan-deep": { meaning: "the same, 64 messages of each under way", plan: { ...STANDARD, window: 64 } },
  pingpong: { meaning: "100 pairs: one sends the next when the other has the last", plan: PAIRS },
  big: {
    meaning: "one sends to 1,000, the next when all have the last",
    plan: { ...STANDARD, clients: 1000, senders: 1, window: 1 },
  },
  "1k": { meaning: "fan with messages of 1 KiB", plan: { ...STANDARD, payload: 1024 } },
  "64k": {
    meaning: "one sends 64 KiB to 9 others, 2 messages under way",
    plan: { ...STANDARD, clients: 10, senders: 1, window: 2, payload: 65_536 },
  },
  churn: { meaning: "4 of 100 leave and join again and again", plan: { ...STANDARD, churn: true } },
  idle: {
    meaning: "10,000 clients connect and say nothing",
    plan: { ...STANDARD, clients: 10_000, channels: 0, senders: 0, idle: 1 },
  },
  mixed: { meaning: "room, every other message by UDP", plan: { ...ROOM, transport: "both" } },
  "udp-room": { meaning: "room, by UDP", plan: { ...ROOM, transport: "udp" } },
  "udp-rooms": {
    meaning: "rooms, by UDP",
    plan: { ...ROOM, clients: 128, channels: 8, senders: 128, transport: "udp" },
  },
  "udp-fan": {
    meaning: "fan by UDP, 2 messages of each under way",
    plan: { ...STANDARD, window: 2, transport: "udp" },
  },
  "udp-pingpong": { meaning: "pingpong, by UDP", plan: { ...PAIRS, transport: "udp" } },
} as const satisfies Record<string, Scenario>;

export type ScenarioName = keyof typeof SCENARIOS;

/** What is run where nothing is asked for. */
export const USUAL: readonly ScenarioName[] = ["room", "fan", "pingpong"];
