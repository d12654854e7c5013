import { UserError } from "../config/user-error.ts";
import type { Settings } from "../settings/schema.ts";

/**
 * What to tell when the server could not listen: one line, with what to do about it. `error` is what starting it threw;
 * undefined for an error that says no `code` and so is none of the system's.
 */
export function listenProblem(error: unknown, { host, port }: Settings["server"]): UserError | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  const where = `port ${port} (${/\bUDP\b/i.test(error.message) ? "UDP" : "TCP"})`;
  switch (error.code) {
    case "EADDRINUSE":
      return new UserError(
        `${where} is in use, perhaps by another greenwing: stop that, or choose another port with --port (0: any free one)`,
      );
    case "EACCES":
    case "EPERM":
      return new UserError(
        `no right to listen on ${where}: ports below 1024 are the administrator's, choose another with --port`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new UserError(
        `${JSON.stringify(host)} is no address of this machine: choose another with --host (:: is all)`,
      );
    case "EAFNOSUPPORT":
      return new UserError(
        `this machine has no IPv6, which ${JSON.stringify(host)} needs: try --host 0.0.0.0`,
      );
    default:
      return new UserError(`cannot listen on ${JSON.stringify(host)}, ${where}: ${error.message}`);
  }
}
