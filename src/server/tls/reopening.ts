import type { Log } from "../../log.ts";
import type { Port } from "../listen-tcp.ts";
import type { Pair } from "./certificate.ts";
import { CertificateError } from "./certificate-error.ts";

/** So long after a port could not be opened again it is tried anew, in milliseconds. */
const RETRY = 1000;

/** Opens a port with a certificate, at once. Throws where it cannot. */
export type Opening = (port: number, pair: Pair) => Port;

/** What such a port is made with; 0 takes a free one. */
export interface Reopened {
  readonly opening: Opening;
  readonly port: number;
  readonly pair: Pair;
  readonly log: Log;
}

/**
 * A port whose certificate can be another one: Bun has a listener keep the one it began with. So the port is closed
 * and opened again, within a moment in which nobody new is let in; those who are in do not notice.
 */
export class Reopening implements Port {
  readonly hostname: string;
  readonly port: number;
  readonly #opening: Opening;
  readonly #log: Log;
  #pair: Pair;
  #open: Port;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #isStopped = false;

  /** Opens it. Throws where that cannot be. */
  constructor({ opening, port, pair, log }: Reopened) {
    this.#opening = opening;
    this.#log = log;
    this.#pair = pair;
    this.#open = opening(port, pair);
    this.hostname = this.#open.hostname;
    this.port = this.#open.port;
  }

  /**
   * Takes another certificate for those who come from now on. Throws a {@link CertificateError} where the port opens
   * with the one before only, and keeps that one.
   */
  use(pair: Pair): void {
    if (this.#isStopped) return;
    clearTimeout(this.#retry);
    this.#open.stop(false);
    this.#reopen(pair);
  }

  /** Lets nobody in any more, for good. */
  stop(closeConnections: boolean): void {
    this.#isStopped = true;
    clearTimeout(this.#retry);
    this.#open.stop(closeConnections);
  }

  #reopen(pair: Pair): void {
    try {
      this.#open = this.#opening(this.port, pair);
      this.#pair = pair;
    } catch (error) {
      const { code = "", message } = error as { code?: string; message: string };
      // A port that another program has taken is no fault of the certificate, which is what is to come.
      if (code !== "EADDRINUSE" && this.#opensAsBefore())
        throw new CertificateError(
          `port ${this.port} cannot be opened with tls.cert and tls.key (${code || message})`,
        );
      this.#log.write(
        "error",
        `port ${this.port} could not be opened again for TLS (${code || message}): nobody new gets in by it; it is tried every second`,
        "tls not reopened",
      );
      this.#retry = setTimeout(() => this.#tryAgain(pair), RETRY);
    }
  }

  #opensAsBefore(): boolean {
    try {
      this.#open = this.#opening(this.port, this.#pair);
      return true;
    } catch {
      return false;
    }
  }

  #tryAgain(pair: Pair): void {
    try {
      this.#reopen(pair);
    } catch (error) {
      this.#log.write("error", `${(error as CertificateError).message}: the certificate from before stays`);
    }
  }
}
