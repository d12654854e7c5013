import { UserError } from "../config/user-error.ts";
import type { ListenError } from "../server/listen-error.ts";

/** What to tell a user whose server cannot listen: one line, with what to do about it. */
export function listenProblem({ code, transport, host, port, message }: ListenError): UserError {
  const where = `port ${port} (${transport})`;
  const address = JSON.stringify(host);
  switch (code) {
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
        `${address} is no address of this machine: choose another with --host (:: is all of them)`,
      );
    case "EAFNOSUPPORT":
      return new UserError(
        `this machine has no IPv6, which ${address} needs: choose another with --host (0.0.0.0 is all)`,
      );
    default:
      return new UserError(message);
  }
}
