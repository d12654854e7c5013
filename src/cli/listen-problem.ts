import { UserError } from "../config/user-error.ts";
import type { ListenError, ListeningFor } from "../server/listen-error.ts";

/** How another port is chosen, and what 0 stands for. */
const CHOICES: Readonly<Record<ListeningFor, { readonly choice: string; readonly none: string }>> = {
  TCP: { choice: "--port", none: "any free one" },
  UDP: { choice: "--port", none: "any free one" },
  WebSocket: { choice: "--set websocket.port=...", none: "none" },
  TLS: { choice: "--set tls.port=...", none: "none" },
  Flash: { choice: "--set flash.port=...", none: "none" },
};

/** What to tell a user whose server cannot listen: one line, with what to do about it. */
export function listenProblem({ code, transport, host, port, message }: ListenError): UserError {
  const where = `port ${port} (${transport})`;
  const { choice, none } = CHOICES[transport];
  const address = JSON.stringify(host);
  switch (code) {
    case "EADDRINUSE":
      return new UserError(
        `${where} is in use, perhaps by another greenwing: stop that, or choose another port with ${choice} (0: ${none})`,
      );
    case "EACCES":
    case "EPERM":
      return new UserError(
        `no right to listen on ${where}: ports below 1024 are the administrator's, choose another with ${choice}`,
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
