import type { Running, Subject } from "../../src/bench/subject/subject.ts";
import { thisServer } from "../../src/bench/subject/this-server.ts";

/** This checkout's server under a name; `started` is told when it is. */
export class NamedServer implements Subject {
  readonly name: string;
  readonly #started: () => void;

  constructor(name: string, started: () => void) {
    this.name = name;
    this.#started = started;
  }

  run(settings: readonly string[]): Promise<Running> {
    this.#started();
    return thisServer().run(settings);
  }
}
