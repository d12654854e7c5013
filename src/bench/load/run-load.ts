import { UserError } from "../../config/user-error.ts";
import { type Net, now } from "../net/net.ts";
import { Crew } from "./crew.ts";
import type { LatencySummary, Outcome, ServerUse } from "./outcome.ts";
import type { Plan } from "./plan.ts";
import { type ProcessUse, processUse } from "./process-use.ts";
import { remarks } from "./remarks.ts";
import { newTally, type Tally } from "./tally.ts";
import { Timeline } from "./timeline.ts";

const SECOND = 1e6;

/** How long clients may take to enter, in microseconds. */
const ENTERING = 120 * SECOND;

/** What was sent when clients entered has come when nothing came for so long. */
const SETTLED = SECOND / 10;
const SETTLING = 30 * SECOND;

/** What is still to come at the end is waited for so long after the last that came: datagrams may be lost. */
const DRAINED = { tcp: 3 * SECOND, udp: SECOND / 2 };
const DRAINING = 10 * SECOND;

/** Where a load is to go. */
export interface Target {
  readonly net: Net;
  /** The server's process, where it is one of this machine. */
  readonly pid: number | undefined;
}

/** Told how far it has come: what is done, and what part of the time is over. */
export type TellProgress = (doing: string, part: number) => void;

/** Puts one load on a server, once. */
export class Load {
  readonly #plan: Plan;
  readonly #target: Target;
  readonly #crew: Crew;
  readonly #tell: TellProgress;
  #timeline = new Timeline(0);

  constructor(plan: Plan, target: Target, tell: TellProgress) {
    this.#plan = plan;
    this.#target = target;
    this.#crew = new Crew(plan, target.net);
    this.#tell = tell;
  }

  /** Has all clients enter, do what is planned, and leave. Throws where they cannot enter. */
  async run(): Promise<Outcome> {
    const { clients } = this.#plan;
    const empty = this.#use();
    this.#tell("entering", 0);
    const begun = now();
    await this.#crew.enter(begun + ENTERING);
    const connects = (clients / (now() - begun)) * SECOND;
    await this.#settle();
    const entered = this.#use();
    const measured = await this.#measure();
    await this.#drain();
    this.#target.net.close();
    return this.#outcome({ ...measured, connects, empty, entered });
  }

  /** Waits until nothing comes any more. */
  async #settle(): Promise<void> {
    const { tally } = this.#crew.findings;
    const { idle = 0 } = this.#plan;
    const end = now() + Math.max(SETTLED, idle * SECOND);
    const latest = end + SETTLING;
    let reads = -1;
    while ((now() < end || tally.reads !== reads) && now() < latest) {
      reads = tally.reads;
      await this.#pollFor(SETTLED);
      if (idle > 0) this.#tell("idle", 1 - (end - now()) / SECOND / idle);
    }
  }

  /** Puts the load on; what comes before the warm-up is over does not count. */
  async #measure() {
    const { warmup, duration, senders, channels } = this.#plan;
    const { findings } = this.#crew;
    const isWorking = senders > 0 && channels > 0;
    const start = now();
    this.#timeline = new Timeline(start);
    this.#crew.isSending = isWorking;
    if (isWorking) this.#crew.pace.start(start);
    await this.#work(start, isWorking ? start + warmup * SECOND : start);
    findings.latencies.clear();
    const before = { ...findings.tally };
    const [server, own, from] = [this.#use(), process.cpuUsage(), now()];
    await this.#work(start, isWorking ? from + duration * SECOND : from);
    this.#crew.isSending = false;
    const seconds = Math.max(1e-9, (now() - from) / SECOND);
    const { user, system } = process.cpuUsage(own);
    return {
      seconds,
      counted: difference(findings.tally, before),
      ownLoad: (user + system) / SECOND / seconds,
      computed: (this.#use()?.computed ?? 0) - (server?.computed ?? 0),
      latency: summary(this.#crew),
      distribution: findings.latencies.buckets(),
    };
  }

  async #work(start: number, end: number): Promise<void> {
    const { pace, findings, plan } = this.#crew;
    const whole = (plan.warmup + plan.duration) * SECOND;
    for (let time = now(); time < end; time = now()) {
      const pause = this.#target.net.poll(pace.turn(time));
      if (pause === undefined) continue;
      await pause;
      this.#timeline.note(now(), findings.tally.deliveries + findings.tally.answers);
      this.#tell("measuring", (time - start) / whole);
      if (this.#crew.inside === 0) throw new UserError(`every client was let go: ${this.#crew.reason}`);
    }
  }

  async #drain(): Promise<void> {
    const { tally } = this.#crew.findings;
    const latest = now() + DRAINING;
    let [came, at] = [tally.deliveries, now()];
    while (now() < latest && now() - at < this.#patience()) {
      await this.#target.net.poll(SETTLED);
      if (tally.deliveries !== came) [came, at] = [tally.deliveries, now()];
    }
    if (this.#plan.churn) await this.#pollFor(2 * SETTLED);
  }

  /** How long to wait for more. */
  #patience(): number {
    const { tcp, udp } = this.#crew.missing;
    if (tcp > 0) return DRAINED.tcp;
    return udp > 0 ? DRAINED.udp : 0;
  }

  async #pollFor(time: number): Promise<void> {
    for (const end = now() + time; now() < end; ) await this.#target.net.poll(end - now());
  }

  #use(): ProcessUse | undefined {
    return processUse(this.#target.pid);
  }

  #outcome(found: Found): Outcome {
    const { plan, findings, missing, expectedBlasts, participants } = this.#crew;
    const { seconds, counted, computed, empty, entered } = found;
    const { faults } = findings;
    const outcome = {
      ok: missing.tcp + faults.misordered + faults.repeated + faults.wrong + faults.lost === 0,
      faults,
      missing: missing.tcp,
      datagramsLost: missing.udp,
      loss: missing.udp / Math.max(1, expectedBlasts),
      deliveries: counted.deliveries / seconds,
      blasts: counted.blasts / seconds,
      sent: counted.sent / seconds,
      answers: counted.answers / seconds,
      connects: found.connects,
      acceptedAfter: Math.min(...participants.map(({ acceptedAfter }) => acceptedAfter)),
      generatorLoad: found.ownLoad,
      latency: found.latency,
      server: serverUse({ seconds, computed, empty, entered, end: this.#use() }, plan.clients, counted),
      distribution: found.distribution,
      timeline: this.#timeline.moments,
    };
    return { ...outcome, remarks: remarks(plan, outcome, this.#crew.reason) };
  }
}

/** What was found on the way. */
interface Found {
  readonly seconds: number;
  readonly counted: Tally;
  readonly ownLoad: number;
  readonly computed: number;
  readonly latency: LatencySummary;
  readonly distribution: Outcome["distribution"];
  readonly connects: number;
  readonly empty: ProcessUse | undefined;
  readonly entered: ProcessUse | undefined;
}

interface Uses {
  readonly seconds: number;
  readonly computed: number;
  readonly empty: ProcessUse | undefined;
  readonly entered: ProcessUse | undefined;
  readonly end: ProcessUse | undefined;
}

function serverUse(uses: Uses, clients: number, counted: Tally): ServerUse | undefined {
  const { seconds, computed, empty, entered, end } = uses;
  if (empty === undefined || entered === undefined || end === undefined) return undefined;
  const done = counted.deliveries + counted.answers;
  return {
    cpuPerDelivery: done === 0 ? 0 : (computed * SECOND) / done,
    load: computed / seconds,
    rssEmpty: empty.rss,
    rssEntered: entered.rss,
    rssEnd: end.rss,
    bytesPerClient: (entered.rss - empty.rss) / clients,
  };
}

function difference(after: Tally, before: Tally): Tally {
  const counted = newTally();
  for (const name of Object.keys(counted) as (keyof Tally)[]) counted[name] = after[name] - before[name];
  return counted;
}

function summary({ findings: { latencies } }: Crew): LatencySummary {
  const [p50 = 0, p90 = 0, p99 = 0, p999 = 0, max = 0] = [0.5, 0.9, 0.99, 0.999, 1].map((part) =>
    latencies.quantile(part),
  );
  return { p50, p90, p99, p999, max, mean: latencies.mean };
}
