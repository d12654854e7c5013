import { Admission, type Guest, type Refusal } from "../admission/admission.ts";
import { Bans } from "../admission/bans.ts";
import type { Log } from "../log.ts";
import type { Context } from "../session/context.ts";
import type { Counters } from "../session/counters.ts";
import type { BanFile } from "./ban-file.ts";
import { capacityOf } from "./capacity.ts";

/** What is counted and logged of each refusal. */
const REFUSALS: Readonly<Record<Refusal, { readonly counter: keyof Counters; readonly why: string }>> = {
  ban: { counter: "refusedBanned", why: "it is banned" },
  perAddress: { counter: "refusedPerAddress", why: "it has limits.perAddress of them" },
  pendingPerAddress: {
    counter: "refusedPendingPerAddress",
    why: "limits.pendingPerAddress of them are not accepted yet",
  },
  connectRate: { counter: "refusedConnectRate", why: "they come faster than limits.connectRate" },
  room: {
    counter: "refusedNoRoom",
    why: "there is no room for more (limits.clients, limits.pending, ulimit -n)",
  },
};

/** Where connections come in: asks the admission, and counts and logs what it refuses. */
export class Door {
  readonly bans: Bans;
  readonly #context: Context;
  readonly #admission: Admission;
  #file: BanFile | undefined;

  constructor(context: Context) {
    const { settings, clock } = context;
    this.bans = new Bans(Date.now);
    this.#context = context;
    const capacity = capacityOf(settings.limits);
    this.#admission = new Admission({ settings, bans: this.bans, capacity, clock, wall: Date.now });
  }

  /** Reads the ban file of the settings, if there is one. Rejects with a BanFileError. */
  async open(): Promise<void> {
    const { settings, log } = this.#context;
    const { file } = settings.bans;
    if (file !== "") this.#file = await openBanFile(file, this.bans, log);
  }

  /** Whether a connection from `address` may be. Where it may not, it has said nothing and is told nothing. */
  opens(address: string): boolean {
    const refusal = this.#admission.ask(address);
    if (refusal === undefined) return true;
    const { counters, log } = this.#context;
    const { counter, why } = REFUSALS[refusal];
    counters[counter]++;
    log.write("warn", () => `a connection from ${address} was refused: ${why}`, `refused: ${refusal}`);
    return false;
  }

  enter(guest: Guest): void {
    this.#admission.enter(guest);
  }

  exchange(former: Guest, guest: Guest): void {
    this.#admission.exchange(former, guest);
  }

  accept(guest: Guest): void {
    this.#admission.accept(guest);
  }

  leave(guest: Guest): void {
    this.#admission.leave(guest);
  }

  /** A guest broke the protocol, for which its address may be banned. */
  strike(guest: Guest): void {
    if (!this.#admission.strike(guest)) return;
    const { counters, log } = this.#context;
    const ban = this.#admission.ban(guest);
    if (ban === undefined) return log.write("warn", "too many bans: strikes add no more", "too many bans");
    counters.bannedForStrikes++;
    log.write("warn", () => `${ban.address} is banned: it ${ban.reason}`, "banned");
  }

  /** Forgets what no longer matters. */
  tidy(): void {
    this.#admission.forget();
  }

  /** Comes back when the ban file is up to date. */
  async close(): Promise<void> {
    await this.#file?.close();
  }
}

/** Only those who have a ban file load what reads and writes it. */
async function openBanFile(path: string, bans: Bans, log: Log): Promise<BanFile> {
  const { BanFile } = await import("./ban-file.ts");
  return await BanFile.open(path, bans, log);
}
