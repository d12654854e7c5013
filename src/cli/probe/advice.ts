import { DenialError } from "../../client/public.ts";
import { plain } from "../../log.ts";

const TRUST =
  "for one that you made, NODE_EXTRA_CA_CERTS=cert.pem before the command trusts it here; players need a real one";

/** The codes of certificates that are refused, and what to do. */
const CERTIFICATES: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: TRUST,
  SELF_SIGNED_CERT_IN_CHAIN: TRUST,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `${TRUST}, with those that vouch for it (fullchain.pem)`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `${TRUST}, with those that vouch for it (fullchain.pem)`,
  CERT_NOT_YET_VALID: "look at the clocks of both machines",
  CERT_HAS_EXPIRED: "renew it",
  ERR_TLS_CERT_ALTNAME_INVALID: "use the name that it is for, or get one for this name",
};

/** Whether a connection failed because of the server's certificate: so there is a server. */
export function isOfCertificate(problem: Error): boolean {
  return codeOf(problem) in CERTIFICATES;
}

/** Why a connection, which was to be encrypted where `secure`, failed; and what to do about it where that is known. */
export function explained(problem: Error, secure: boolean): string {
  const said = plain(problem.message);
  if (problem instanceof DenialError) return `it refuses this client: ${said}`;
  const todo = CERTIFICATES[codeOf(problem)] ?? remedy(codeOf(problem), secure);
  return todo === undefined ? said : `${said} (${todo})`;
}

function codeOf({ cause }: Error): string {
  return (cause as { code?: string } | undefined)?.code ?? "";
}

function remedy(code: string, secure: boolean): string | undefined {
  switch (code) {
    case "ECONNREFUSED":
      return "start the server, or look which port it says it listens on";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "look at its spelling";
    case "ETIMEDOUT":
      return "open the port on the firewall, and forward it in the router";
    case "ECONNRESET":
      return secure
        ? "if this port is not encrypted, use ws:// or lacewing://, or the port that is"
        : "if this port is encrypted, use wss:// or lacewings://, or the port that is not";
    case "EPROTO":
    case "ERR_SSL_WRONG_VERSION_NUMBER":
      return "use ws:// or lacewing://, or the port that is encrypted";
    case "":
      return `look which port the server says it listens on${secure ? "" : "; an encrypted one needs wss:// or lacewings://"}`;
    default:
      return undefined;
  }
}

/** What to do where a port cannot be connected to, by the error's code. */
export function advice(code: string, port: number): string {
  switch (code) {
    case "ECONNREFUSED":
      return `nothing listens on TCP ${port}: start the server, or look which port it says it listens on`;
    case "ETIMEDOUT":
      return `TCP ${port} does not answer: open it on the firewall, and forward it in the router`;
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return `there is no way from here to this address (${code})`;
    default:
      return `TCP ${port} cannot be connected to (${code})`;
  }
}
