import type { Outcome } from "./outcome.ts";
import type { Plan } from "./plan.ts";

/** A generator that computes so large a part of the time is at its limit. */
const BUSY = 0.9;

/** Where both ends together compute less than this, though there is always something to do, one makes the other wait; */
const IDLE = 0.6;
/** of the generator alone, this, */
const GENERATOR_IDLE = 0.3;
/** when messages take so many times as long as it took to be accepted. */
const TIMES_ACCEPTING = 20;
/** At a fixed rate there is nothing to wait for, and a server that has time lets nothing wait for so long. */
const LONG = 100_000;
/** Where the limit is on datagrams, those above it are dropped. */
const MOST_LOST = 0.5;

/** What the figures do not say by themselves. */
export function remarks(plan: Plan, found: Omit<Outcome, "remarks">, reason: string | undefined): string[] {
  const { generatorLoad } = found;
  const told = faultsTold(found, reason);
  if (generatorLoad > BUSY && plan.rate === 0)
    told.push(`the generator computed ${percent(generatorLoad)} of the time: it may have been the limit`);
  if (plan.senders > 0 && plan.channels > 0 && isSlowed(plan, found))
    told.push(
      "the server seems to limit what a client may send (limits.messageRate and others): 0 for a benchmark",
    );
  return told;
}

function faultsTold(
  { faults, missing, datagramsLost, loss }: Omit<Outcome, "remarks">,
  reason: string | undefined,
): string[] {
  return [
    ...(faults.lost > 0 ? [`${faults.lost} clients were let go: ${reason}`] : []),
    ...(faults.repeated > 0 ? [`${faults.repeated} deliveries came twice`] : []),
    ...(faults.wrong > 0 ? [`${faults.wrong} frames or deliveries were not as they should be`] : []),
    ...(faults.misordered > 0 ? [`${faults.misordered} deliveries were out of order`] : []),
    ...(missing > 0 ? [`${missing} deliveries did not come`] : []),
    ...(datagramsLost > 0 ? [`${percent(loss)} of the datagrams were lost: ${datagramsLost}`] : []),
  ];
}

/** Whether the server makes those wait who send much, though it has time: what limits on rates do. */
function isSlowed(plan: Plan, found: Omit<Outcome, "remarks">): boolean {
  const { generatorLoad, server, latency, acceptedAfter, loss } = found;
  const isIdle = server === undefined ? generatorLoad < GENERATOR_IDLE : generatorLoad + server.load < IDLE;
  if (!isIdle) return false;
  if (loss > MOST_LOST) return true;
  if (plan.rate > 0) return latency.p50 > LONG;
  return server !== undefined || latency.p50 > acceptedAfter * TIMES_ACCEPTING;
}

function percent(part: number): string {
  return `${(part * 100).toFixed(part < 0.1 ? 2 : 0)} %`;
}
