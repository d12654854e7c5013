import { Admission, type Guest } from "../../src/admission/admission.ts";
import { Bans } from "../../src/admission/bans.ts";
import { readSettings } from "../../src/settings/read.ts";
import type { SettingsInput } from "../../src/settings/schema.ts";

/** Two addresses that are not exempt. */
export const A = "192.0.2.7";
export const B = "192.0.2.8";

/** A connection that was let in. */
export class Visitor implements Guest {
  readonly address: string;
  readonly #admission: Admission;
  isIn = true;

  constructor(address: string, admission: Admission, former?: Visitor) {
    this.address = address;
    this.#admission = admission;
    if (former === undefined) admission.enter(this);
    else admission.exchange(former, this);
  }

  /** Another one goes on in its place. */
  goesOn(): Visitor {
    return new Visitor(this.address, this.#admission, this);
  }

  accepted(): this {
    this.#admission.accept(this);
    return this;
  }

  makeWay(): void {
    this.leaves();
  }

  leaves(): void {
    this.isIn = false;
    this.#admission.leave(this);
  }
}

/** An admission, a clock, and people who come. Nothing is limited but what a test sets. */
export function gate(
  input: Pick<SettingsInput, "limits" | "bans"> = {},
  capacity = Number.POSITIVE_INFINITY,
) {
  const now = { value: 1_000_000 };
  const clock = () => now.value;
  const bans = new Bans(clock);
  const none = { pending: 0, perAddress: 0, pendingPerAddress: 0, connectRate: 0 };
  const settings = readSettings({ bans: input.bans, limits: { ...none, ...input.limits } });
  const admission = new Admission({ settings, bans, capacity, clock, wall: clock });
  /** Comes from there: is let in, or is told why not. */
  const comes = (address = A) => admission.ask(address) ?? new Visitor(address, admission);
  const enters = (address = A) => {
    const visitor = comes(address);
    if (typeof visitor === "string") throw new Error(visitor);
    return visitor;
  };
  const pass = (milliseconds: number) => {
    now.value += milliseconds;
    admission.forget();
  };
  return { admission, bans, comes, enters, pass };
}
