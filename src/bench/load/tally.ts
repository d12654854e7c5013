import type { Latencies } from "./latencies.ts";

/** What a load counts. */
export interface Tally {
  /** Messages sent, and deliveries that came. */
  sent: number;
  deliveries: number;
  /** Those of the deliveries that came by UDP, and those of them that came after later ones. */
  blasts: number;
  overtaken: number;
  /** Requests that were answered, where the senders leave and join. */
  answers: number;
  /** Chunks and datagrams in which something came. */
  reads: number;
}

/** What must not happen. */
export interface Faults {
  /** Deliveries that came again. */
  repeated: number;
  /** Deliveries before which others of the same sender should have come; of datagrams that is none. */
  misordered: number;
  /** Deliveries that nobody sent so, and frames that make no sense. */
  wrong: number;
  /** Clients that were let go. */
  lost: number;
}

/** Where what is learned of deliveries goes. */
export interface Findings {
  readonly tally: Tally;
  readonly faults: Faults;
  readonly latencies: Latencies;
}

export function newTally(): Tally {
  return { sent: 0, deliveries: 0, blasts: 0, overtaken: 0, answers: 0, reads: 0 };
}

export function newFaults(): Faults {
  return { repeated: 0, misordered: 0, wrong: 0, lost: 0 };
}
