import { join } from "node:path";
import { Dice } from "../../test/support/dice.ts";
import { ServerProcess } from "../tool/server.ts";
import type { Wire } from "../tool/wire.ts";
import { Crowd, TICK } from "./crowd.ts";
import { FAULTS } from "./faults.ts";
import { Gauge } from "./gauge.ts";
import { Judge, type World } from "./world.ts";

/** How a soak is to be. */
export interface Plan {
  readonly seed: number;
  readonly minutes: number;
  /** Channels of sixteen. */
  readonly rooms: number;
  /** Messages a second and member; 0 finds out what is half the machine's capacity. */
  readonly rate: number;
  /** Called each second. */
  readonly told?: (soak: Soak) => void;
}

/** What the server is set to; everything else is as a user finds it. */
const SERVER = [
  ...["--hooks", join(import.meta.dir, "hooks.ts")],
  // Everybody comes from one machine: a forged hello must not come when the load has slept for two seconds.
  ...["--set", "udp.rebindAfter=30s"],
];

/** How long beyond its time a soak may take to come to its end: milliseconds. */
const LONGEST_END = 300_000;

/** Of a core's time so much is to be computed, by the server or by the load, whichever computes more. */
const HALF = 0.5;
/** Where fewer of the load's ticks come in time, others need the machine: what it can do is less than its cores say. */
const IN_TIME = 0.7;
const ROUNDS = 4;
const ROUND = 2500;
const FIRST_RATE = 10;
/** More would be slowed: `limits.messageRate`. */
const MOST = 150;

/** A soak that goes on, or is over. */
export class Soak {
  readonly judge = new Judge();
  readonly gauge: Gauge;
  readonly crowd: Crowd;
  /** How often each kind of fault was. */
  readonly faults: Record<string, number> = {};
  readonly startedAt = performance.now();
  readonly server: ServerProcess;
  readonly #world: World;
  readonly #plan: Plan;
  readonly #visitors = new Set<Wire>();

  private constructor(plan: Plan, server: ServerProcess) {
    this.#plan = plan;
    this.server = server;
    this.gauge = new Gauge(server);
    this.#world = {
      port: server.port,
      dice: new Dice(plan.seed),
      judge: this.judge,
      rooms: Array.from({ length: plan.rooms }, (_, i) => `Room ${i}`),
      ids: () => this.crowd.members.map(({ id }) => id),
      visitors: this.#visitors,
    };
    this.crowd = new Crowd(this.#world);
  }

  /** Runs one from its start to its end, which comes whatever happens. */
  static async run(plan: Plan): Promise<Soak> {
    const soak = new Soak(plan, await ServerProcess.start(SERVER));
    const late = setTimeout(() => soak.#abandon(), plan.minutes * 60_000 + LONGEST_END);
    await soak.#run();
    clearTimeout(late);
    return soak;
  }

  /** Seconds since it started. */
  get passed(): number {
    return (performance.now() - this.startedAt) / 1000;
  }

  async #run(): Promise<void> {
    await this.crowd.gather();
    this.crowd.rate = this.#plan.rate || FIRST_RATE;
    this.crowd.start();
    const second = setInterval(() => this.#second(), 1000);
    if (this.#plan.rate === 0) await this.#calibrate();
    while (this.#goesOn() && this.passed < this.#plan.minutes * 60) await Bun.sleep(100);
    clearInterval(second);
    if (this.#goesOn()) await this.#finish();
    this.crowd.leave();
    const status = await this.server.stop();
    if (status !== 0) this.judge.violated(`the server ended with status ${status} when it was told to stop`);
    this.#look();
  }

  /** Everybody else goes, and what is left is what should be. */
  async #finish(): Promise<void> {
    for (const visitor of this.#visitors) visitor.hangUp("reset");
    await this.crowd.finish();
    await this.crowd.isAlone();
    const growth = this.gauge.growth;
    if (growth !== undefined && growth >= this.gauge.mostGrowth)
      this.judge.violated(
        `the server's memory grew by ${(growth * 100).toFixed(1)} % after the first minute`,
      );
  }

  #goesOn(): boolean {
    this.#look();
    return this.judge.violations.length === 0;
  }

  #look(): void {
    const { complaint } = this.server;
    if (complaint !== undefined && this.judge.violations.length === 0) this.judge.violated(complaint);
  }

  #second(): void {
    this.gauge.look();
    for (const [name, fault] of Object.entries(FAULTS)) {
      fault(this.#world).then(
        (times) => {
          this.faults[name] = (this.faults[name] ?? 0) + times;
        },
        (error) => this.judge.violated(`${name}: ${error}`),
      );
    }
    this.#plan.told?.(this);
  }

  /** Finds the rate at which half of the capacity is used, faults included. */
  async #calibrate(): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      this.gauge.lap();
      const { ticks } = this.crowd;
      await Bun.sleep(ROUND);
      const used = Math.max(...this.gauge.lap());
      const inTime = (this.crowd.ticks - ticks) / (ROUND / TICK);
      const factor = inTime < IN_TIME ? inTime : Math.min(3, Math.max(0.3, HALF / used));
      this.crowd.rate = Math.min(MOST, Math.max(1, this.crowd.rate * factor));
    }
  }

  #abandon(): void {
    console.log(`VIOLATED: it did not come to its end in time, seed ${this.#plan.seed}`);
    process.exit(1);
  }
}
