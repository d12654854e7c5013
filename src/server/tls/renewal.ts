import type { Log } from "../../log.ts";
import type { Certificate } from "./certificate.ts";
import { CertificateError } from "./certificate-error.ts";
import type { PairFiles } from "./pair-files.ts";

/** So many days before its end a certificate is complained about, once a day. */
const WARNED_DAYS = 14;

/** What a renewal is made with. */
export interface Renewing {
  readonly files: Pick<PairFiles, "read" | "stamp">;
  /** The certificate that is in use, */
  readonly certificate: Certificate;
  /** and how the files were just before it was read. */
  readonly stamp: string;
  /** Puts another one into use, or throws a {@link CertificateError} and leaves the one before. */
  readonly use: (certificate: Certificate) => void;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly wall: () => number;
}

/**
 * Keeps a certificate as its files are. What keeps the new ones from being used is said, and leaves the one before in
 * use. Files are compared, not watched: a link anywhere on the way to them, or a share on another machine, would go
 * unnoticed otherwise.
 */
export class Renewal {
  readonly #parts: Renewing;
  #certificate: Certificate;
  /** How the files were when they were last read, and when they were last looked at. */
  #read: string;
  #seen: string;
  #warnedDay = Number.POSITIVE_INFINITY;
  #busy = false;

  constructor(parts: Renewing) {
    this.#parts = parts;
    this.#certificate = parts.certificate;
    this.#read = parts.stamp;
    this.#seen = parts.stamp;
    this.#warn();
  }

  /** Looks at the files, and reads them when they have changed and not since the last look: there are two to write. */
  async look(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await this.#compare();
      this.#warn();
    } finally {
      this.#busy = false;
    }
  }

  async #compare(): Promise<void> {
    const stamp = await this.#parts.files.stamp();
    const isStill = stamp === this.#seen;
    this.#seen = stamp;
    if (!isStill || stamp === this.#read) return;
    this.#read = stamp;
    await this.#renew();
  }

  async #renew(): Promise<void> {
    const { files, use, log, wall } = this.#parts;
    try {
      const next = await files.read();
      const { cert, key } = this.#certificate.pair;
      if (next.pair.cert === cert && next.pair.key === key) return;
      if (next.daysLeft(wall()) < 0 && this.#certificate.daysLeft(wall()) >= 0)
        throw new CertificateError(`the new certificate in tls.cert ended on ${next.lastDay}`);
      use(next);
      this.#certificate = next;
      this.#warnedDay = Number.POSITIVE_INFINITY;
      log.write("info", `certificate of ${next.subject} renewed: it holds until ${next.lastDay}`);
    } catch (error) {
      if (!(error instanceof CertificateError)) return log.defect("renewing the certificate", error);
      log.write(
        "error",
        `${error.message} (the certificate from before stays, until ${this.#certificate.lastDay})`,
      );
    }
  }

  #warn(): void {
    const days = this.#certificate.daysLeft(this.#parts.wall());
    if (days >= WARNED_DAYS || days === this.#warnedDay) return;
    this.#warnedDay = days;
    const { subject, lastDay } = this.#certificate;
    const end = days < 0 ? `ended on ${lastDay}: browsers refuse it` : `ends on ${lastDay}, ${inDays(days)}`;
    this.#parts.log.write(
      "warn",
      `the certificate of ${subject} ${end}; renew it, and it is used when it is in tls.cert and tls.key`,
    );
  }
}

function inDays(days: number): string {
  if (days === 0) return "in less than a day";
  return days === 1 ? "in 1 day" : `in ${days} days`;
}
