/** A certificate and its key cannot be used: a file that cannot be read, or two that do not belong together. */
export class CertificateError extends Error {
  override readonly name = "CertificateError";
}
