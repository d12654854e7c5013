import type { RequestName } from "../protocol/constants.ts";
import { DenialError, DisconnectedError } from "./errors.ts";

/** A request that the server has not answered yet. */
interface Asked {
  readonly request: RequestName;
  /** What it was about: a name, or a channel's id. */
  readonly subject: string | number;
  readonly answered: Promise<never>;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/** What was asked of the server. It answers requests of a kind in their order, and says some of the same unasked. */
export class Requests {
  #asked: Asked[] = [];

  /** Waits for the answer to a request that was sent. */
  ask<Answer>(request: RequestName, subject: string | number = ""): Promise<Answer> {
    // Node 20 has no Promise.withResolvers.
    let settle!: Pick<Asked, "resolve" | "reject">;
    const answered = new Promise<never>((resolve, reject) => {
      settle = { resolve, reject };
    });
    this.#asked.push({ request, subject, answered, ...settle });
    return answered;
  }

  /** The answer to the same request that was sent already and is waited for; undefined where there is none. */
  awaited<Answer>(request: RequestName, subject: string | number): Promise<Answer> | undefined {
    return this.#asked.find((asked) => asked.request === request && asked.subject === subject)?.answered;
  }

  /**
   * The request that an answer is for; undefined for what the server says unasked. Of several the one with the same
   * subject, else the first: a server may give another name than it was asked for, but no other channel's id.
   */
  take(request: RequestName, subject: string | number): Asked | undefined {
    const ofKind = this.#asked.filter((asked) => asked.request === request);
    const exact = ofKind.find((asked) => asked.subject === subject);
    const found = exact ?? (typeof subject === "number" ? undefined : ofKind[0]);
    this.#asked = this.#asked.filter((asked) => asked !== found);
    return found;
  }

  /** A request was denied. */
  deny(request: RequestName, subject: string | number, reason: string): void {
    this.take(request, subject)?.reject(new DenialError(request, reason));
  }

  /** The connection has ended: nothing will be answered any more. */
  end(reason: string): void {
    const asked = this.#asked;
    this.#asked = [];
    for (const { reject } of asked) reject(new DisconnectedError(reason));
  }
}

/** Says to whoever asked what came of it. */
export function answer<Answer>(asked: Asked | undefined, value: Answer): void {
  (asked?.resolve as ((answer: Answer) => void) | undefined)?.(value);
}
