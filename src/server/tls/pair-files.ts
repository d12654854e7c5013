import { Certificate } from "./certificate.ts";
import { CertificateError } from "./certificate-error.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file",
  EISDIR: "it is a directory",
  EACCES: "no right to read it",
  EPERM: "no right to read it",
};

/** The two files of a certificate: `tls.cert` and `tls.key`. */
export class PairFiles {
  readonly #cert: string;
  readonly #key: string;

  /** Throws a {@link CertificateError} where only one of them is given. */
  constructor({ cert, key }: { readonly cert: string; readonly key: string }) {
    if (key === "")
      throw new CertificateError("tls.cert is given and tls.key is not: a certificate needs its key");
    if (cert === "")
      throw new CertificateError("tls.key is given and tls.cert is not: a key needs its certificate");
    this.#cert = cert;
    this.#key = key;
  }

  /** Reads them. Rejects with a {@link CertificateError} where they cannot be used. */
  async read(): Promise<Certificate> {
    const [cert, key] = await Promise.all([textOf("tls.cert", this.#cert), textOf("tls.key", this.#key)]);
    return new Certificate({ cert, key });
  }

  /**
   * A text that is another one when the files are others, wherever links lead to (the same folders, or new ones), or
   * when others may read them.
   */
  async stamp(): Promise<string> {
    return (await Promise.all([stampOf(this.#cert), stampOf(this.#key)])).join(" ");
  }
}

async function textOf(setting: string, path: string): Promise<string> {
  try {
    return await Bun.file(path).text();
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new CertificateError(`cannot read ${setting} ${path}: ${REASONS[code] ?? message}`);
  }
}

async function stampOf(path: string): Promise<string> {
  try {
    // Rights that are mended change `ctimeMs` alone.
    const { ino, size, mtimeMs, ctimeMs } = await Bun.file(path).stat();
    return `${ino}:${size}:${mtimeMs}:${ctimeMs}`;
  } catch {
    return "none";
  }
}
