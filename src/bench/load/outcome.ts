import type { Bucket } from "./latencies.ts";
import type { Faults } from "./tally.ts";
import type { Moment } from "./timeline.ts";

/** Latencies, in microseconds. */
export interface LatencySummary {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  readonly mean: number;
}

/** What the server's process took; only of one on this machine, where the system tells. */
export interface ServerUse {
  /** Processor time for each delivery, or answer, in microseconds. */
  readonly cpuPerDelivery: number;
  /** The part of the measured time that it computed. */
  readonly load: number;
  /** Resident memory in bytes: before the first client, with all of them entered, and at the end. */
  readonly rssEmpty: number;
  readonly rssEntered: number;
  readonly rssEnd: number;
  readonly bytesPerClient: number;
}

/** What a load found. Rates are of the measured time, a second. */
export interface Outcome {
  /** Everything came that had to, once and in order. */
  readonly ok: boolean;
  readonly faults: Faults;
  /** Deliveries by TCP that did not come, though all have to. */
  readonly missing: number;
  /** Deliveries by UDP that did not come, and the part that they are of all by UDP: no fault. */
  readonly datagramsLost: number;
  readonly loss: number;
  /** Deliveries by both ways, and those of them that came by UDP. */
  readonly deliveries: number;
  readonly blasts: number;
  readonly sent: number;
  /** Joins and leaves that were answered. */
  readonly answers: number;
  /** Clients that entered, a second, while they did. */
  readonly connects: number;
  /** How long the server took to accept a client when nothing else was to do, in microseconds. */
  readonly acceptedAfter: number;
  /** The part of the measured time that this program computed: near 1 it was the limit, not the server. */
  readonly generatorLoad: number;
  readonly latency: LatencySummary;
  readonly server: ServerUse | undefined;
  readonly distribution: readonly Bucket[];
  readonly timeline: readonly Moment[];
  /** What whoever reads this ought to know. */
  readonly remarks: readonly string[];
}

/** What is measured: deliveries, or answers where clients leave and join. */
export function throughput({ deliveries, answers }: Outcome): number {
  return deliveries + answers;
}
