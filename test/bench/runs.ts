import type { Run } from "../../src/bench/measure.ts";

/** A run in which nothing went wrong, with some figures of its own. */
export function aRun(figures: Partial<Run> = {}): Run {
  return {
    ok: true,
    faults: { repeated: 0, misordered: 0, wrong: 0, lost: 0 },
    missing: 0,
    datagramsLost: 0,
    loss: 0,
    deliveries: 1000,
    blasts: 0,
    sent: 100,
    answers: 0,
    connects: 500,
    acceptedAfter: 200,
    generatorLoad: 0.5,
    latency: { p50: 100, p90: 200, p99: 300, p999: 400, max: 500, mean: 120 },
    server: {
      cpuPerDelivery: 2,
      load: 0.5,
      rssEmpty: 3e7,
      rssEntered: 4e7,
      rssEnd: 5e7,
      bytesPerClient: 2000,
    },
    distribution: [
      { latency: 100, count: 90 },
      { latency: 300, count: 10 },
    ],
    timeline: [
      { at: 0.1, rate: 900 },
      { at: 0.2, rate: 1100 },
    ],
    remarks: [],
    startedIn: 40,
    ...figures,
  };
}
