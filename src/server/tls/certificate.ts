import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { createSecureContext } from "node:tls";
import { CertificateError } from "./certificate-error.ts";

const DAY = 24 * 60 * 60 * 1000;

/** A certificate and its key as PEM texts; the certificate may be followed by those that vouch for it. */
export interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** A certificate up to whatever begins next: one that was cut off has no end of its own. */
const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]*?(?=-----BEGIN |$)/g;

/** What is said of a kind of key that this TLS has no code for: Ed448, RSA-PSS, elliptic curves that nobody uses. */
const UNSUPPORTED = "ERR_OSSL_EVP_UNSUPPORTED_ALGORITHM";

/** A certificate that fits its key, both of which a port can be opened with. */
export class Certificate {
  readonly pair: Pair;
  readonly #leaf: X509Certificate;
  /** How many certificates there are: its own, and those that vouch for it. */
  readonly chained: number;

  /** Throws a {@link CertificateError} where one of the two is none or of no use, or they do not belong together. */
  constructor(pair: Pair) {
    const [leaf, ...others] = certificatesIn(pair.cert);
    if (leaf === undefined) throw new CertificateError(noCertificate(pair.cert));
    if (!leaf.checkPrivateKey(keyIn(pair.key)))
      throw new CertificateError(
        "tls.key is not the key of the certificate in tls.cert: both come as a pair",
      );
    tryOut(pair);
    this.pair = pair;
    this.#leaf = leaf;
    this.chained = 1 + others.length;
  }

  /** Whom it is for: the names and addresses that it holds for, or else what it calls its subject. */
  get subject(): string {
    const { subjectAltName, subject } = this.#leaf;
    const names = subjectAltName?.split(", ").map((name) => name.replace(/^(DNS|IP Address):/, ""));
    return names?.join(", ") ?? inOneLine(subject);
  }

  /** Who vouches for it; nobody else where it is self-signed. */
  get issuer(): string {
    return inOneLine(this.#leaf.issuer);
  }

  get selfSigned(): boolean {
    return this.#leaf.issuer === this.#leaf.subject;
  }

  /** The first moment that it holds at, and the last, in milliseconds since 1970. */
  get from(): number {
    return Date.parse(this.#leaf.validFrom);
  }
  get until(): number {
    return Date.parse(this.#leaf.validTo);
  }

  /** Its last day, in UTC: `2027-02-21`. */
  get lastDay(): string {
    return new Date(this.until).toISOString().slice(0, 10);
  }

  /** For how many whole days it still holds; below 0 since it has ended. */
  daysLeft(now: number): number {
    return Math.floor((this.until - now) / DAY);
  }

  /** Whether it says whom it holds for as browsers demand it: they do not look at what it calls its subject. */
  get hasNames(): boolean {
    return this.#leaf.subjectAltName !== undefined;
  }

  /** Whether it holds for a host that is called so, a name or an address, in the eyes of a browser. */
  holdsFor(host: string): boolean {
    const found =
      isIP(host) === 0 ? this.#leaf.checkHost(host, { subject: "never" }) : this.#leaf.checkIP(host);
    return found !== undefined;
  }
}

function certificatesIn(text: string): X509Certificate[] {
  try {
    return (text.match(BLOCK) ?? []).map((block) => new X509Certificate(block));
  } catch {
    throw new CertificateError("tls.cert has a damaged certificate: copy it once more, whole");
  }
}

function keyIn(text: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "ERR_MISSING_PASSPHRASE")
      throw new CertificateError(
        "tls.key is encrypted, and nobody is here to type its passphrase: openssl pkey -in KEY -out NEW makes one without",
      );
    if (code === UNSUPPORTED) throw unsupported();
    const swapped = text.includes("BEGIN CERTIFICATE") ? ": are tls.cert and tls.key swapped?" : "";
    throw new CertificateError(`tls.key has no private key in PEM form${swapped}`);
  }
}

/** Reads a pair as `Bun.listen` will: by then it is too late, since the port of the one before is closed. */
function tryOut(pair: Pair): void {
  try {
    createSecureContext(pair);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === UNSUPPORTED) throw unsupported();
    throw new CertificateError(
      `tls.cert and tls.key cannot be used (${code ?? message}): copy both once more, whole`,
    );
  }
}

function unsupported(): CertificateError {
  return new CertificateError(
    "tls.key is of a kind that TLS is not spoken with here: get a certificate with a key of the kind ECDSA (P-256) or RSA",
  );
}

function noCertificate(text: string): string {
  const swapped = text.includes("PRIVATE KEY-----") ? ": are tls.cert and tls.key swapped?" : "";
  return `tls.cert has no certificate in PEM form${swapped}`;
}

/** `CN=R11\nO=Let's Encrypt` as `R11, Let's Encrypt`. */
function inOneLine(name: string): string {
  return name
    .split("\n")
    .map((part) => part.replace(/^\w+=/, ""))
    .join(", ");
}
