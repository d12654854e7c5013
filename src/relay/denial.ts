/** A refused request, as a value: what its sender is told. Denials are no errors. */
export class Denial {
  /** What the client reads; at least one character (section 6). */
  /** Tells it from other things that have a reason. */
  readonly verdict: "deny" = "deny";
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}
