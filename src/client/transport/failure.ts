/** What the commonest errors mean, for people. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "its name could not be looked up",
  ETIMEDOUT: "it does not answer",
  EHOSTUNREACH: "there is no way to it",
  ENETUNREACH: "there is no way to its network",
  ECONNRESET: "the connection broke",
  EPIPE: "the connection broke",
  EPROTO: "it does not speak TLS",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS",
  HPE_INVALID_CONSTANT: "it does not speak HTTP",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is one that it made itself, which nobody here trusts",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is vouched for by nobody who is trusted here",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is vouched for by nobody who is trusted here",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is vouched for by nobody who is trusted here",
  CERT_NOT_YET_VALID: "its certificate does not hold yet",
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host",
};

/** An error as Bun and Node give it: a code for programs, a message for people. */
export interface Failure {
  readonly message: string;
  readonly code?: string | undefined;
}

/** What an error means, in a few words. */
export function meaning({ code, message }: Failure): string {
  return REASONS[code ?? ""] ?? message;
}
