/** A server that runs. */
export interface Running extends AsyncDisposable {
  /** Its numeric address, and its port for TCP and UDP. */
  readonly address: string;
  readonly port: number;
  /** Its process, where that is one of this machine and known. */
  readonly pid: number | undefined;
  /** How long it took from its start until it listened, in milliseconds; undefined where it ran already. */
  readonly startedIn: number | undefined;
}

/** A server to measure: one that runs somewhere, or one that is started for each run. */
export interface Subject {
  readonly name: string;
  /** Gives it running. Settings such as `ping.interval=0` are for this program's own server; others know them not. */
  run(settings: readonly string[]): Promise<Running>;
}
